package io.github.basetenci.shim.command;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.KeyFile;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;

/** Adds every key in the stores and in the key file of this machine to the known keys. */
public final class MachineKeys {
  private MachineKeys() {}

  /**
   * Adds these keys to the known keys. A file that cannot be read is skipped, because no command
   * can use it or a key in it.
   */
  public static void meet(Host host, KnownKeys keys) {
    Stores stores =
        new Stores(
            StorePaths.of(host.environment(), host.osName()), new StoreFiles(), keys::addText);
    for (StoreKind kind : StoreKind.values()) {
      try {
        stores.read(EnumSet.of(kind));
      } catch (StoreException ignored) {
        // Passed over.
      }
    }
    String keyFile = host.environment().getOrDefault(Environment.API_KEY_FILE, "");
    if (!keyFile.isEmpty()) {
      try {
        keys.addText(
            new KeyFile(host.workingDirectory()).read(Environment.API_KEY_FILE, Path.of(keyFile)));
      } catch (AuthException | InvalidPathException ignored) {
        // Passed over.
      }
    }
  }
}
