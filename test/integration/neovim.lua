-- What a person with Neovim does, without hands: opens a file, sees the problem, looks at it, and asks for the suspect.
-- Started as: nvim --headless -u NONE FILE -c 'luafile neovim.lua'; the result is written to $ERRATA_RESULT as JSON.
local result = { messages = {} }

local function finish(failure)
  result.failure = failure
  vim.fn.writefile({ vim.fn.json_encode(result) }, vim.env.ERRATA_RESULT)
  vim.cmd('qall!')
end

local function wait(what, test)
  local last
  local done = vim.wait(20000, function()
    last = test()
    return last ~= nil and last ~= false
  end, 50)
  if not done then
    finish('waited for ' .. what)
    error('waited for ' .. what)
  end
  return last
end

local notify = vim.lsp.handlers['window/showMessage']
vim.lsp.handlers['window/showMessage'] = function(failure, params, ...)
  table.insert(result.messages, params.message)
  return notify(failure, params, ...)
end

-- Newer ones show a document, where 0.7 is told where it is.
vim.lsp.handlers['window/showDocument'] = function(_, params)
  table.insert(result.messages, 'It is in ' .. vim.uri_to_fname(params.uri) .. '.')
  return { success = true }
end

local client = vim.lsp.start_client({
  name = 'errata',
  cmd = vim.fn.json_decode(vim.env.ERRATA_COMMAND),
  root_dir = vim.env.ERRATA_ROOT,
  init_options = { logCenter = vim.env.ERRATA_LOG_CENTER },
})
vim.lsp.buf_attach_client(0, client)

local shown = wait('a diagnostic', function()
  return vim.diagnostic.get(0)[1]
end)
result.diagnostic = { line = shown.lnum, message = shown.message, severity = shown.severity, source = shown.source }

vim.api.nvim_win_set_cursor(0, { shown.lnum + 1, 4 })
local position = vim.lsp.util.make_position_params()
local document = { textDocument = position.textDocument }
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
  return answers and answers[client] and answers[client].result
end

result.hover = wait('the hover', function()
  local hover = ask('textDocument/hover', position)
  local text = hover and hover.contents.value
  return text and not text:find('More is being looked for') and text
end)
result.lens = ask('textDocument/codeLens', document)[1].command.title

local actions = ask('textDocument/codeAction', {
  textDocument = position.textDocument,
  range = { start = position.position, ['end'] = position.position },
  context = { diagnostics = {} },
})
result.actions = vim.tbl_map(function(action)
  return action.title
end, actions)

-- The diagnostic follows what is typed.
vim.api.nvim_buf_set_lines(0, 0, 0, true, { '// one', '// two' })
wait('the diagnostic to follow', function()
  local now = vim.diagnostic.get(0)[1]
  return now and now.lnum == shown.lnum + 2
end)
vim.cmd('undo')
wait('the diagnostic to come back', function()
  local now = vim.diagnostic.get(0)[1]
  return now and now.lnum == shown.lnum
end)

local suspect = vim.tbl_filter(function(action)
  return action.command.command == 'errata.showSuspect'
end, actions)[1]
ask('workspace/executeCommand', suspect.command)
wait('the message', function()
  return result.messages[1]
end)
finish(nil)
