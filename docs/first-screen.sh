#!/bin/sh
# Makes docs/first-screen.png, the README's picture, of a published run. Needs chromium.
set -eu
cd "$(dirname "$0")/.."
page=$(mktemp -d)
trap 'rm -rf "$page"' EXIT
./bench report results/published/fashion-serving.json -o "$page/page.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1180,1010 --screenshot="$PWD/docs/first-screen.png" "file://$page/page.html"
