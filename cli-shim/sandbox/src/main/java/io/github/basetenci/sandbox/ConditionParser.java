package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Condition.All;
import io.github.basetenci.sandbox.Condition.Any;
import io.github.basetenci.sandbox.Condition.EqualTo;
import io.github.basetenci.sandbox.Condition.Expression;
import io.github.basetenci.sandbox.Condition.StartsWith;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a condition; {@code &&} binds more tightly than {@code ||}, as in CEL. */
final class ConditionParser {
  private static final int LONGEST = 4096;
  private static final int DEEPEST = 32;

  /**
   * A token after optional blanks: a text, a name, a sign of two characters, or any other single
   * character.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "[ \\t\\r\\n]*+(?:'(?<text>[^'\\\\\\r\\n]*)'|(?<name>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<sign>&&|\\|\\||==|!=|<=|>=|.))",
          Pattern.DOTALL);

  private final String text;
  private final Matcher matcher;
  private int depth;
  private String token = "";
  private Kind kind = Kind.END;

  ConditionParser(String text) {
    this.text = text;
    matcher = TOKEN.matcher(text);
  }

  Expression parse() throws InvalidConditionException {
    if (text.length() > LONGEST) {
      throw new InvalidConditionException("A condition has at most 4,096 characters.");
    }
    advance();
    Expression expression = any();
    if (kind != Kind.END) {
      throw unexpected();
    }
    return expression;
  }

  private Expression any() throws InvalidConditionException {
    List<Expression> parts = new ArrayList<>(List.of(all()));
    while (isSign("||")) {
      advance();
      parts.add(all());
    }
    return parts.size() == 1 ? parts.get(0) : new Any(parts);
  }

  private Expression all() throws InvalidConditionException {
    List<Expression> parts = new ArrayList<>(List.of(one()));
    while (isSign("&&")) {
      advance();
      parts.add(one());
    }
    return parts.size() == 1 ? parts.get(0) : new All(parts);
  }

  private Expression one() throws InvalidConditionException {
    if (!isSign("(")) {
      return comparison();
    }
    if (++depth > DEEPEST) {
      throw new InvalidConditionException(
          "This sandbox knows no parentheses in more than 32 levels.");
    }
    advance();
    Expression inner = any();
    expectSign(")");
    depth--;
    return inner;
  }

  private Expression comparison() throws InvalidConditionException {
    if (kind == Kind.TEXT) {
      throw new InvalidConditionException(
          "This sandbox knows no comparison that begins with a text: write claims.NAME == 'text'.");
    }
    if (kind != Kind.NAME || !token.equals("claims")) {
      throw unexpected();
    }
    advance();
    expectSign(".");
    String claim = expectName();
    if (isSign("==")) {
      advance();
      return new EqualTo(claim, expectText());
    }
    expectSign(".");
    if (kind != Kind.NAME || !token.equals("startsWith")) {
      throw unexpected();
    }
    advance();
    expectSign("(");
    String prefix = expectText();
    expectSign(")");
    return new StartsWith(claim, prefix);
  }

  private String expectName() throws InvalidConditionException {
    if (kind != Kind.NAME) {
      throw unexpected();
    }
    String name = token;
    advance();
    return name;
  }

  private String expectText() throws InvalidConditionException {
    if (kind == Kind.NAME && token.equals("claims")) {
      throw new InvalidConditionException(
          "This sandbox knows no comparison of two claims: write claims.NAME == 'text'.");
    }
    if (kind != Kind.TEXT) {
      throw unexpected();
    }
    String value = token;
    advance();
    return value;
  }

  private void expectSign(String sign) throws InvalidConditionException {
    if (!isSign(sign)) {
      throw unexpected();
    }
    advance();
  }

  private boolean isSign(String sign) {
    return kind == Kind.SIGN && token.equals(sign);
  }

  private void advance() throws InvalidConditionException {
    if (!matcher.lookingAt()) {
      kind = Kind.END;
      token = "";
      return;
    }
    if (matcher.group("text") != null) {
      kind = Kind.TEXT;
      token = matcher.group("text");
    } else if (matcher.group("name") != null) {
      kind = Kind.NAME;
      token = matcher.group("name");
    } else {
      kind = Kind.SIGN;
      token = matcher.group("sign");
    }
    matcher.region(matcher.end(), text.length());
    if (token.equals("'") && kind == Kind.SIGN) {
      throw new InvalidConditionException(
          "This sandbox knows no text with a backslash, over two lines, or without its closing '.");
    }
    if (token.equals("\"")) {
      throw new InvalidConditionException(
          "This sandbox knows no text in double quotes: use single ones.");
    }
  }

  private InvalidConditionException unexpected() {
    String where =
        switch (kind) {
          case END -> "that ends here";
          case TEXT -> "with a text here: '" + token + "'";
          case NAME, SIGN -> "with " + token + " here";
        };
    return new InvalidConditionException(
        "This sandbox knows no condition "
            + where
            + "; it knows claims.NAME == 'text', claims.NAME.startsWith('text'), &&, || and"
            + " parentheses.");
  }

  private enum Kind {
    TEXT,
    NAME,
    SIGN,
    END
  }
}
