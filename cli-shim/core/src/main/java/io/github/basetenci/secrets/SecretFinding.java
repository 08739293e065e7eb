package io.github.basetenci.secrets;

import io.github.basetenci.key.KeyShapes;
import org.jspecify.annotations.Nullable;

/**
 * A problem in a configuration or in code, or a fact that the user should know.
 *
 * @param at the location of the problem
 * @param name the name of the secret that the finding is about, safe to print, or null
 * @param message the fact, and the advice that is the same in every front end; it quotes no value
 */
public record SecretFinding(Rule rule, SourceLocation at, @Nullable String name, String message) {
  static SecretFinding of(Rule rule, SourceLocation at, String message) {
    return new SecretFinding(rule, at, null, message);
  }

  static SecretFinding about(Rule rule, SourceLocation at, SecretName name, String message) {
    boolean shown = KeyShapes.find(name.text()).isEmpty();
    return new SecretFinding(rule, at, shown ? name.text() : null, message);
  }
}
