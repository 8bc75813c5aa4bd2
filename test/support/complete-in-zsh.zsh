# Prints what zsh offers where the tabulator is typed after the line $2, once the script $1 is sourced.
# Completion works in an editor only, hence a shell in a pseudo terminal.
zmodload zsh/zpty
local offers=$(mktemp) output= chunk
zpty shell zsh -f -i
zpty -w shell "source ${(q)0:a:h}/zsh-offers.zsh ${(q)1} $offers"
until [[ $output == *READY* ]] { zpty -r shell chunk; output+=$chunk }
zpty -w -n shell $2$'\t'
zpty -w -n shell $'\x15print EN""D\n'
output=
until [[ $output == *END* ]] { zpty -r shell chunk; output+=$chunk }
zpty -d shell
cat $offers
rm $offers
