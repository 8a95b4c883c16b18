" jixiao counts columns in characters, the quickfix list of Vim in bytes: after Chinese text they differ.

function! jixiao#columns(local) abort
  if get(b:, 'current_compiler', get(g:, 'current_compiler', '')) !=# 'jixiao'
    return
  endif
  let l:items = a:local ? getloclist(0) : getqflist()
  for l:item in l:items
    if l:item.bufnr > 0 && l:item.lnum > 0 && l:item.col > 1
      call bufload(l:item.bufnr)
      let l:line = get(getbufline(l:item.bufnr, l:item.lnum), 0, '')
      let l:byte = byteidxcomp(l:line, l:item.col - 1)
      let l:item.col = l:byte < 0 ? l:item.col : l:byte + 1
    endif
  endfor
  if a:local
    call setloclist(0, [], 'r', {'items': l:items})
  else
    call setqflist([], 'r', {'items': l:items})
  endif
endfunction
