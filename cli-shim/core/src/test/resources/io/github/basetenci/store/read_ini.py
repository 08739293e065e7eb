"""Answers, for every line of base64 on stdin, what configparser reads from those bytes.

An empty line asks for the answers so far. The first line of the answers is Python's version.
"""

import base64
import configparser
import io
import json
import sys


def fault(error):
    if isinstance(error, configparser.ParsingError) and getattr(error, "errors", None):
        line = error.errors[0][0]
    else:
        line = getattr(error, "lineno", None)
    return {"error": type(error).__name__, "line": line}


def values(parser, section):
    try:
        return dict(parser[section])
    except configparser.InterpolationError as error:
        return type(error).__name__


def read(data):
    parser = configparser.ConfigParser()
    try:
        # As open(path, encoding="utf-8") reads: strict, with universal newlines. All of it first:
        # of two faults, the one in the encoding is to be named.
        text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read()
        parser.read_file(io.StringIO(text))
    except (configparser.Error, UnicodeDecodeError) as error:
        return fault(error)
    sections = parser.sections()
    raw = {name: dict(parser._sections[name]) for name in sections}
    return {
        "sections": sections,
        "default": dict(parser.defaults()),
        "raw": raw,
        "values": {name: values(parser, name) for name in sections},
    }


print(json.dumps(list(sys.version_info[:2])))
for line in sys.stdin:
    if line == "\n":
        sys.stdout.flush()
    else:
        print(json.dumps(read(base64.b64decode(line))))
