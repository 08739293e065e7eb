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
 * @param logins the logins of this machine, which no revocation may end in silence
 * @param drain decides when the old key may go
 * @param parallel how many targets are written at the same time; less than 1 counts as 1
 * @param surroundings time, and whoever is told
 */
public record RotationSettings(
    Journal journal,
    NewKeyStorage newKeyStorage,
    List<Target> targets,
    LocalLogins logins,
    Drain drain,
    int parallel,
    Surroundings surroundings) {
  public RotationSettings {
    targets = List.copyOf(targets);
  }

  /**
   * What a caller hands in so that the rotation touches nothing outside.
   *
   * @param clock tells the time
   * @param sleeper waits, for seconds, where the server may need time
   * @param notes told, in a sentence, what the user should know although all goes well
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
