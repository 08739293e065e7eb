package io.github.basetenci.rotation;

import io.github.basetenci.api.Sleeper;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The settings of a rotation, except the server.
 *
 * @param journal stores the state of the rotation
 * @param newKeyStorage keeps the new key
 * @param targets the targets that get the new key
 * @param logins the logins of this machine; the rotation stops before it revokes a key that such a
 *     login needs, unless the caller allows it
 * @param drain when a key may be revoked that jobs may still use
 * @param parallel how many targets are written at the same time; less than 1 counts as 1
 * @param surroundings the clock, the sleeper and the receiver of notes
 */
public record RotationSettings(
    Journal journal,
    NewKeyStorage newKeyStorage,
    List<Target> targets,
    LocalLogins logins,
    DrainTerms drain,
    int parallel,
    Surroundings surroundings) {
  public RotationSettings {
    targets = List.copyOf(targets);
  }

  /** Settings by which the last use of a key does not matter. */
  public RotationSettings(
      Journal journal,
      NewKeyStorage newKeyStorage,
      List<Target> targets,
      LocalLogins logins,
      Drain drain,
      int parallel,
      Surroundings surroundings) {
    this(
        journal,
        newKeyStorage,
        targets,
        logins,
        new DrainTerms(drain, Quiet.NONE),
        parallel,
        surroundings);
  }

  /**
   * The connections to the outside that the caller provides.
   *
   * @param clock tells the time
   * @param sleeper waits some seconds where the server may need time
   * @param notes gets sentences that the user should read although nothing has failed
   */
  public record Surroundings(InstantSource clock, Sleeper sleeper, Consumer<String> notes) {}

  InstantSource clock() {
    return surroundings.clock();
  }

  Sleeper sleeper() {
    return surroundings.sleeper();
  }

  Consumer<String> notes() {
    return surroundings.notes();
  }
}
