package io.github.basetenci.shim.auth;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One value of {@code --remotes}: {@code name=value} pairs that describe a further login.
 *
 * @param remote name of the remote
 * @param profile name of the profile, or null for the remote's name
 * @param keyVariable the variable that holds the key, or null
 * @param keyFile the file that holds the key, or null
 */
record FurtherLogin(
    String remote,
    @Nullable String profile,
    @Nullable String keyVariable,
    @Nullable String keyFile,
    @Nullable String remoteUrl,
    @Nullable String team) {

  /** Reads {@code remote=R,key-env=V,...}. */
  static final class Converter implements ITypeConverter<FurtherLogin> {
    private static final Set<String> NAMES =
        Set.of("remote", "profile", "key-env", "key-file", "remote-url", "team");

    @Override
    public FurtherLogin convert(String value) {
      Map<String, String> parts = new HashMap<>();
      for (String part : value.split(",", -1)) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? "" : part.substring(0, equals).strip();
        String text = part.substring(equals + 1).strip();
        if (!NAMES.contains(name) || text.isEmpty() || parts.put(name, text) != null) {
          throw form();
        }
      }
      String remote = parts.get("remote");
      if (remote == null || parts.containsKey("key-env") == parts.containsKey("key-file")) {
        throw form();
      }
      return new FurtherLogin(
          remote,
          parts.get("profile"),
          parts.get("key-env"),
          parts.get("key-file"),
          parts.get("remote-url"),
          parts.get("team"));
    }

    private static TypeConversionException form() {
      return new TypeConversionException(
          "use remote=NAME,key-env=VARIABLE (or key-file=FILE), and on demand profile=,"
              + " remote-url=, team=");
    }
  }
}
