package io.github.basetenci.fleet;

import io.github.basetenci.secrets.SourceLocation;
import java.util.List;

/**
 * A key that is managed. It is one key for its users, although each rotation gives it another text
 * and another number in its name.
 *
 * @param workspace the name of its workspace
 * @param choice how it is found in the list of the server
 * @param terms what it is expected to be
 * @param policy when and how it is rotated
 * @param targets everything that has the key, in the form that a rotation takes
 * @param at where the file names it
 */
public record FleetKey(
    String workspace,
    KeyChoice choice,
    KeyTerms terms,
    KeyPolicy policy,
    List<String> targets,
    SourceLocation at) {
  public FleetKey {
    targets = List.copyOf(targets);
  }

  /** The name of the key in messages. */
  public String label() {
    return choice.label();
  }
}
