package io.github.basetenci.secrets;

import io.github.basetenci.key.KeyShapes;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, or worth knowing.
 *
 * @param at where
 * @param name the secret it is about, safe to print, or null
 * @param message one clause, the fact and what every front end would say to it; it quotes no value
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
