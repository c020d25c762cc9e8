# shellcheck shell=bash
# Whether a receipt opens the good with a shared secret: is_paid RECEIPT SECRET [UNIX-TIME]
# The secret goes through pipes, never into an argument of a program that others can see.
is_paid() {
    local LC_ALL=C name='"[0-9A-Za-z]{1,128}"' exp='(0|[1-9][0-9]{0,14})' payload signature right json
    [[ -n $2 ]] || return 1
    [[ $1 =~ ^([A-Za-z0-9]+)\.([0-9a-f]{128})$ && ${#1} -lt 630 ]] || return 1
    payload=${BASH_REMATCH[1]} signature=${BASH_REMATCH[2]}
    right=$(printf %s%s "$payload" "$2" | openssl dgst -sha512 -r) && right=${right%% *}
    # Digests of digests: how far a comparison gets says nothing of them.
    [[ $(printf %s "$right" | openssl dgst -sha512) == $(printf %s "$signature" | openssl dgst -sha512) ]] || return 1
    json=$(printf %s "$payload===" | head -c $(((${#payload} + 3) / 4 * 4)) | base64 -d 2>/dev/null | tr '\0\n' '??'; echo .)
    [[ $json =~ ^\{(\"exp\":$exp,\"ito\":$name|\"ito\":$name,\"exp\":$exp),\"jti\":$name\}\.$ ]] || return 1
    [[ $(printf %s "${json%.}" | base64 -w 0 | tr -d =) == "$payload" ]] || return 1
    ((${BASH_REMATCH[2]}${BASH_REMATCH[3]} > ${3:-$(date +%s)}))
}
