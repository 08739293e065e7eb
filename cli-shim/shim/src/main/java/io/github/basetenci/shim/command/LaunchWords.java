package io.github.basetenci.shim.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher script tells about the process before the JVM started. The variable {@value
 * #VARIABLE} holds it as words of the form {@code name=value}; {@code src/main/launcher/launch.sh}
 * explains the words.
 */
public final class LaunchWords {
  public static final String VARIABLE = "BASETEN_CI_LAUNCH";

  /** The prefix that the launcher adds to the name of a variable that the JVM must not see. */
  private static final String SET_ASIDE = "BASETEN_CI_SET_ASIDE_";

  private final Map<String, String> words = new HashMap<>();

  /** The environment, which can be read only once; null until it is first asked for. */
  private @Nullable Optional<byte[]> block;

  private LaunchWords(String text) {
    for (String word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
  }

  public static LaunchWords of(Map<String, String> environment) {
    return new LaunchWords(environment.getOrDefault(VARIABLE, ""));
  }

  /** Whether the launcher started this JVM. */
  public boolean isThere() {
    return !words.isEmpty();
  }

  public long ignored() {
    return mask("ignored");
  }

  public long blocked() {
    return mask("blocked");
  }

  private long mask(String key) {
    try {
      return Long.parseUnsignedLong(words.getOrDefault(key, "0"), 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether this standard descriptor was closed when the launcher started. */
  public boolean closed(int descriptor) {
    return list("closed").contains(Integer.toString(descriptor));
  }

  /** The variables that the launcher added. */
  public List<String> added() {
    return list("added");
  }

  /** The descriptor of the working directory, if the directory was removed. */
  public OptionalInt workingDirectory() {
    return descriptor("cwd");
  }

  /**
   * The environment before the launcher, if the launcher's shell dropped a part of it. Each entry
   * is {@code NAME=value} with a zero byte at its end.
   */
  public synchronized Optional<byte[]> environment() {
    if (block == null) {
      block = Optional.empty();
      OptionalInt from = descriptor("env");
      if (from.isPresent()) {
        Path pipe = Path.of("/proc/self/fd", Integer.toString(from.getAsInt()));
        try {
          block = Optional.of(Base64.getMimeDecoder().decode(Files.readAllBytes(pipe)));
        } catch (IOException | IllegalArgumentException e) {
          // The variables that the shell passed on are used instead.
          block = Optional.empty();
        }
      }
    }
    return block;
  }

  /** The descriptors that the launcher itself has opened. */
  public Set<Integer> own() {
    Set<Integer> own = new TreeSet<>();
    for (String key : List.of("cwd", "env")) {
      OptionalInt descriptor = descriptor(key);
      if (descriptor.isPresent()) {
        own.add(descriptor.getAsInt());
      }
    }
    return own;
  }

  private List<String> list(String key) {
    return Arrays.asList(words.getOrDefault(key, "").split(",", -1));
  }

  private OptionalInt descriptor(String key) {
    String number = words.getOrDefault(key, "");
    return number.matches("[0-9]{1,6}")
        ? OptionalInt.of(Integer.parseInt(number))
        : OptionalInt.empty();
  }

  /** The variables before the launcher changed them, each as {@code NAME=value}. */
  public List<byte[]> restore(List<byte[]> variables) {
    Set<String> launchers = new TreeSet<>(environment().isPresent() ? List.of() : added());
    launchers.add(VARIABLE);
    for (byte[] variable : variables) {
      String name = name(variable);
      if (name.startsWith(SET_ASIDE)) {
        launchers.add(name.substring(SET_ASIDE.length()));
      }
    }
    List<byte[]> restored = new ArrayList<>();
    for (byte[] variable : variables) {
      String name = name(variable);
      if (name.startsWith(SET_ASIDE)) {
        restored.add(Arrays.copyOfRange(variable, SET_ASIDE.length(), variable.length));
      } else if (!launchers.contains(name)) {
        restored.add(variable);
      }
    }
    return restored;
  }

  private static String name(byte[] variable) {
    int equals = 0;
    while (equals < variable.length && variable[equals] != '=') {
      equals++;
    }
    return new String(variable, 0, equals, StandardCharsets.ISO_8859_1);
  }
}
