package io.github.basetenci.rotation;

import io.github.basetenci.api.Sleeper;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a rotation works with, beside the server.
 *
 * @param journal where it stands
 * @param newKeyStorage keeps the new key
 * @param targets what to write the new key to
 * @param drain decides when the old key may go
 * @param clock tells the time
 * @param sleeper waits, for seconds, where the server may need time
 * @param parallel how many targets are written at the same time; less than 1 counts as 1
 * @param notes told, in a sentence, what the user should know although all goes well
 * @param logins the logins of this machine, which no revocation may end in silence
 */
public record RotationSettings(
    Journal journal,
    NewKeyStorage newKeyStorage,
    List<Target> targets,
    Drain drain,
    InstantSource clock,
    Sleeper sleeper,
    int parallel,
    Consumer<String> notes,
    LocalLogins logins) {
  public RotationSettings {
    targets = List.copyOf(targets);
  }

  /** Settings for a machine that keeps no logins, such as a controller. */
  public RotationSettings(
      Journal journal,
      NewKeyStorage newKeyStorage,
      List<Target> targets,
      Drain drain,
      InstantSource clock,
      Sleeper sleeper,
      int parallel,
      Consumer<String> notes) {
    this(journal, newKeyStorage, targets, drain, clock, sleeper, parallel, notes, LocalLogins.NONE);
  }
}
