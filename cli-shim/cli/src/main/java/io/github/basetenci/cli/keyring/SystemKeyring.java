package io.github.basetenci.cli.keyring;

import io.github.basetenci.store.Keyring;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the keyring of this system, as far as the tools would use one here. Nothing of a keyring
 * is loaded or opened before the first entry is read or written.
 */
public final class SystemKeyring {
  /** How long one command waits for the keyring in all. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  private static final String DISABLED = "BASETEN_TRUSS_AUTH_KEYRING_DISABLED";
  private static final String SESSION_BUS = "DBUS_SESSION_BUS_ADDRESS";
  private static final List<String> YES = List.of("1", "true", "yes");

  private SystemKeyring() {}

  /**
   * The keyring for one command.
   *
   * @param environment the variables
   * @param job the variable that says that this is a CI job, if there is one
   * @param osName the {@code os.name} system property
   * @param ticker a monotonic clock in nanoseconds
   */
  public static Keyring of(
      Map<String, String> environment, Optional<String> job, String osName, LongSupplier ticker) {
    if (isYes(environment.get(DISABLED))) {
      return Keyring.none(DISABLED + " is set");
    }
    // A job has nobody who could answer the question of a keyring.
    if (job.isPresent()) {
      return Keyring.none(job.get() + " is set");
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return new LimitedKeyring(SecurityKeyring::new, LIMIT, ticker);
    }
    if (os.contains("windows")) {
      return new LimitedKeyring(() -> new WindowsKeyring(systemRoot(environment)), LIMIT, ticker);
    }
    String address = environment.getOrDefault(SESSION_BUS, "");
    return address.startsWith("unix:")
        ? new LimitedKeyring(() -> new SecretServiceKeyring(address), LIMIT, ticker)
        : Keyring.none("there is no session bus");
  }

  /** The directory of Windows. The names of variables have no case there. */
  static String systemRoot(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().equalsIgnoreCase("SystemRoot"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("C:\\Windows");
  }

  private static boolean isYes(@Nullable String value) {
    return value != null && YES.contains(value.toLowerCase(Locale.ROOT));
  }
}
