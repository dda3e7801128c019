/** For scripts that try several versions of a program in one process: writes the texts below `root`, and takes away those that are none. */
export const pythonPutScript = `def put(files):
    for path, text in files.items():
        full = os.path.join(root, path)
        if text is None:
            if os.path.exists(full):
                os.remove(full)
        else:
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, 'w', newline='') as out:
                out.write(text)
`;
