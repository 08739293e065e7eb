package io.github.basetenci.managed;

import io.github.basetenci.managed.RotationOrder.Terms;
import java.util.List;

/**
 * A managed key whose policy can be followed.
 *
 * @param terms the values of its policy
 * @param prefix the prefix of the key that is present
 * @param targets the names of the targets of its rotation
 */
public record ReadyKey(Terms terms, String prefix, List<String> targets) {
  public ReadyKey {
    targets = List.copyOf(targets);
  }
}
