package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * The condition of a trust rule. It supports the part of CEL that Baseten's documentation shows,
 * and {@code ||} with parentheses. A comparison with a claim that is missing or is no text is
 * false. In CEL it would be an error; because the conditions here have no negation, both ways
 * accept the same tokens.
 */
final class Condition {
  private final String text;
  private final Expression expression;

  private Condition(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
  }

  /**
   * Reads a condition.
   *
   * @throws InvalidConditionException if the text is no condition, or a condition that the sandbox
   *     does not support
   */
  static Condition parse(String text) throws InvalidConditionException {
    return new Condition(text, new ConditionParser(text).parse());
  }

  String text() {
    return text;
  }

  boolean isMetBy(JsonNode claims) {
    return expression.isMetBy(claims);
  }

  /** Whether a top-level clause compares the claim, or its beginning, with one text. */
  boolean pins(String claim) {
    return clauses(expression)
        .anyMatch(clause -> isEqualTo(clause, claim) || hasPrefix(clause, claim));
  }

  /** Whether a top-level clause compares the claim with one text. */
  boolean fixes(String claim) {
    return clauses(expression).anyMatch(clause -> isEqualTo(clause, claim));
  }

  private static boolean isEqualTo(Expression clause, String claim) {
    return clause instanceof EqualTo equal && equal.name.equals(claim) && !equal.expected.isEmpty();
  }

  private static boolean hasPrefix(Expression clause, String claim) {
    return clause instanceof StartsWith starts
        && starts.name.equals(claim)
        && !starts.prefix.isEmpty();
  }

  private static Stream<Expression> clauses(Expression expression) {
    return expression instanceof All all
        ? all.parts.stream().flatMap(Condition::clauses)
        : Stream.of(expression);
  }

  /** A part of a condition. */
  sealed interface Expression {
    boolean isMetBy(JsonNode claims);
  }

  /** Parts joined by {@code &&}. */
  record All(List<Expression> parts) implements Expression {
    @Override
    public boolean isMetBy(JsonNode claims) {
      return parts.stream().allMatch(part -> part.isMetBy(claims));
    }
  }

  /** Parts joined by {@code ||}. */
  record Any(List<Expression> parts) implements Expression {
    @Override
    public boolean isMetBy(JsonNode claims) {
      return parts.stream().anyMatch(part -> part.isMetBy(claims));
    }
  }

  /** {@code claims.NAME == 'text'}. */
  record EqualTo(String name, String expected) implements Expression {
    @Override
    public boolean isMetBy(JsonNode claims) {
      return expected.equals(claims.path(name).textValue());
    }

    @Override
    public String toString() {
      return "a comparison of claims." + name;
    }
  }

  /** {@code claims.NAME.startsWith('text')}. */
  record StartsWith(String name, String prefix) implements Expression {
    @Override
    public boolean isMetBy(JsonNode claims) {
      String value = claims.path(name).textValue();
      return value != null && value.startsWith(prefix);
    }
  }
}
