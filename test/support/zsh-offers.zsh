# Sourced by the shell whose completion is tested: sources the script $1 and takes down in the file $2
# what is offered, since a screen shows it in columns.
autoload -Uz compinit
compinit -u -D
source $1
offers=$2
dify-usage() { : }

compadd() {
  # With these it only sorts out what begins like the word.
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]] {
    builtin compadd "$@"
    return
  }
  local -a hits
  builtin compadd -A hits "$@"
  (( $#hits )) && print -rl -- $hits >> $offers
}

# Only the editor takes the keys for what they mean.
zle-line-init() { print READY }
zle -N zle-line-init
