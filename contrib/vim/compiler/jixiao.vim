" Vim compiler file for jixiao: `:compiler jixiao`, then `:make %` or `:make` for the current folder.

if exists('current_compiler')
  finish
endif
let current_compiler = 'jixiao'

if exists(':CompilerSet') != 2
  command -nargs=* CompilerSet setlocal <args>
endif

CompilerSet makeprg=jixiao\ check\ --color\ never\ --output-format\ concise
" A text has a line and a column, a workbook a cell (shown in place of its name), some findings neither.
CompilerSet errorformat=%f:%l:%c:\ %trror\ %m,%f:%l:%c:\ %tarning\ %m,%f:%l:%c:\ %tnfo\ %m
CompilerSet errorformat+=%f:%o:\ %trror\ %m,%f:%o:\ %tarning\ %m,%f:%o:\ %tnfo\ %m
CompilerSet errorformat+=%f:\ %trror\ %m,%f:\ %tarning\ %m,%f:\ %tnfo\ %m,%-G%.%#

augroup jixiao
  autocmd!
  autocmd QuickFixCmdPost make call jixiao#columns(0)
  autocmd QuickFixCmdPost lmake call jixiao#columns(1)
augroup END
