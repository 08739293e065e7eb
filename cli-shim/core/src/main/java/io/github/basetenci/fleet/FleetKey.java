package io.github.basetenci.fleet;

import io.github.basetenci.secrets.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that is managed. It is one key for its users, although each rotation gives it another text
 * and another number in its name.
 *
 * @param workspace the name of its workspace
 * @param choice how it is found in the list of the server
 * @param terms what it is expected to be
 * @param policy when and how it is rotated
 * @param targets everything that has the key, in the form that a rotation takes
 * @param rotatedBy what rotates the key in place of the file, {@link #NOBODY} if its targets are
 *     not known yet; null if the file rotates it
 * @param at where the file names it
 */
public record FleetKey(
    String workspace,
    KeyChoice choice,
    KeyTerms terms,
    KeyPolicy policy,
    List<String> targets,
    @Nullable String rotatedBy,
    SourceLocation at) {
  /** Stands for what rotates a key whose targets are not known yet. */
  public static final String NOBODY = "nobody";

  public FleetKey {
    targets = List.copyOf(targets);
  }

  /** Whether the file rotates the key. */
  public boolean isRotatedHere() {
    return rotatedBy == null;
  }

  /** The name of the key in messages. */
  public String label() {
    return choice.label();
  }
}
