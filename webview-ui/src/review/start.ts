// VS Code shows a page once it has loaded. What is imported like this is not waited for, so that the heading is there at once.
void import('./main.tsx');
