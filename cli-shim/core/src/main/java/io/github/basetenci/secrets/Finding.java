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
public record Finding(Rule rule, Place at, @Nullable String name, String message) {
  static Finding of(Rule rule, Place at, String message) {
    return new Finding(rule, at, null, message);
  }

  static Finding about(Rule rule, Place at, SecretName name, String message) {
    boolean shown = KeyShapes.find(name.text()).isEmpty();
    return new Finding(rule, at, shown ? name.text() : null, message);
  }
}
