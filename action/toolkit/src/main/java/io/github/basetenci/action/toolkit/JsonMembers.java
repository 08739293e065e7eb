package io.github.basetenci.action.toolkit;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Reads those members of a JSON object that are text. Nested values are checked and skipped. */
final class JsonMembers {
  private static final int MAX_DEPTH = 100;

  private final String json;
  private int at;

  private JsonMembers(String json) {
    this.json = json;
  }

  /**
   * The text members by name; empty unless the text is one JSON object. If two members have one
   * name, the last counts.
   */
  static Optional<Map<String, String>> read(String json) {
    JsonMembers reader = new JsonMembers(json);
    Map<String, String> members = new HashMap<>();
    try {
      reader.blanks();
      if (reader.peek() != '{') {
        return Optional.empty();
      }
      reader.object(members, 0);
      return reader.at == json.length() ? Optional.of(members) : Optional.empty();
    } catch (SyntaxException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Skips a value and the blanks after it. */
  private void value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new SyntaxException();
    }
    switch (peek()) {
      case '{' -> object(new HashMap<>(), depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> literal();
    }
    blanks();
  }

  private void object(Map<String, String> members, int depth) {
    expect('{');
    blanks();
    if (peek() != '}') {
      member(members, depth);
      while (peek() == ',') {
        expect(',');
        blanks();
        member(members, depth);
      }
    }
    expect('}');
    blanks();
  }

  private void member(Map<String, String> members, int depth) {
    String name = string();
    blanks();
    expect(':');
    blanks();
    if (peek() == '"') {
      members.put(name, string());
      blanks();
    } else {
      members.remove(name);
      value(depth + 1);
    }
  }

  private void array(int depth) {
    expect('[');
    blanks();
    if (peek() != ']') {
      value(depth + 1);
      while (peek() == ',') {
        expect(',');
        blanks();
        value(depth + 1);
      }
    }
    expect(']');
  }

  private String string() {
    expect('"');
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      char c = json.charAt(at++);
      if (c < ' ') {
        throw new SyntaxException();
      }
      text.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return text.toString();
  }

  private char escaped() {
    char c = json.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) HexFormat.fromHexDigits(json, at - 4, at);
      }
      default -> throw new SyntaxException();
    };
  }

  private void literal() {
    int start = at;
    while (at < json.length() && "+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(peek()) >= 0) {
      at++;
    }
    String literal = json.substring(start, at);
    if (!literal.matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
      throw new SyntaxException();
    }
  }

  private void blanks() {
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    return json.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw new SyntaxException();
    }
    at++;
  }

  private static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
