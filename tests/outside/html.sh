#!/usr/bin/env bash
# The Nu HTML checker over every page in a folder: html.sh OUT. It must have nothing to say, not even a warning.
# Needs Java 17 and `npm ci` in tests/browser. nu-filter.txt holds what we disagree with, and why.
set -u
here=$(cd "$(dirname "$0")" && pwd)
said=$(java -jar "$here/../browser/node_modules/vnu-jar/build/dist/vnu.jar" \
    --Werror --stdout --skip-non-html --filterfile "$here/nu-filter.txt" "$1" 2>&1)
status=$?
pages=$(find "$1" -name '*.html' | wc -l)
[ -z "$said" ] || printf '%s\n' "$said"
printf '%d pages read by the Nu checker\n' "$pages"
[ "$status" -eq 0 ] && [ -z "$said" ] && [ "$pages" -gt 0 ]
