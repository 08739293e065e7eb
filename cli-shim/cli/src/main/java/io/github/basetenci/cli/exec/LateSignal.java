package io.github.basetenci.cli.exec;

import io.github.basetenci.store.PrivateDirectory;

/**
 * A signal that came before {@code exec} held signals back, and that the JVM handles only when the
 * private directory exists, or when the command runs.
 */
public final class LateSignal {
  private LateSignal() {}

  /**
   * Deletes the private directories, asks the command to end, and ends the JVM.
   *
   * @param end what ends the JVM
   */
  public static void endAll(Runnable end) {
    PrivateDirectory.deleteAll(
        () -> {
          ProcessHandle.current().children().forEach(ProcessHandle::destroy);
          end.run();
        });
  }
}
