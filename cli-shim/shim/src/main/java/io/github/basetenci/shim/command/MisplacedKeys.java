package io.github.basetenci.shim.command;

import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.shim.output.KnownKeys;
import io.github.basetenci.shim.wording.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Refuses a command line with a key where a name, an address or a path belongs. Otherwise the key
 * would be stored and shown like a name.
 */
public final class MisplacedKeys {
  /** The labels of arguments that are stored, sent or shown as the user gave them. */
  public static final Set<String> LABELS =
      Set.of(
          "AUDIENCE",
          "DIRECTORY",
          "FILE",
          "ID",
          "LOGIN",
          "NAME",
          "NAME=SOURCE",
          "NAME=URL",
          "PATH",
          "TARGET",
          "TEAM",
          "TEXT",
          "URL",
          "VALUE",
          "WHAT");

  /**
   * The flags whose value is only looked up. Their own messages say that they take the name of a
   * variable or a file.
   */
  public static final Set<String> LOOKED_UP =
      Set.of(
          "--api-key-env",
          "--api-key-file",
          "--ca-certificate",
          "--id-token-env",
          "--id-token-file",
          "--key-env",
          "--minting-key-env",
          "--minting-key-file",
          "--value-env",
          "--value-file");

  private final Host host;
  private final KnownKeys keys;
  private final Words words;

  MisplacedKeys(Host host, KnownKeys keys, Words words) {
    this.host = host;
    this.keys = keys;
    this.words = words;
  }

  void refuse(ParseResult parsed) throws UsageException {
    List<ArgSpec> names = new ArrayList<>();
    for (ArgSpec arg : MatchedArguments.once(parsed.matchedArgs())) {
      if (LABELS.contains(arg.paramLabel()) && !LOOKED_UP.contains(name(arg))) {
        names.add(arg);
      }
    }
    for (ArgSpec arg : names) {
      for (String text : arg.originalStringValues()) {
        if (looksLikeKey(arg, text)) {
          throw misplaced(arg);
        }
      }
    }
    // Without any name to check, the command need not read the stores, which are files.
    if (names.isEmpty()) {
      return;
    }
    MachineKeys.meet(host, keys);
    for (ArgSpec arg : names) {
      for (String text : arg.originalStringValues()) {
        if (!keys.mask(text).equals(text)) {
          throw misplaced(arg);
        }
      }
    }
  }

  private static boolean looksLikeKey(ArgSpec arg, String text) {
    // A part of a path or of a URL may look like a key. The name in the address of a secret must
    // not.
    boolean address =
        Set.of("TARGET", "WHAT").contains(arg.paramLabel()) && !text.startsWith("file:");
    return KeyShapes.find(text).isPresent()
        || (address
            && Stream.of(text.split("/", -1)).anyMatch(part -> KeyShapes.find(part).isPresent()));
  }

  private UsageException misplaced(ArgSpec arg) {
    return new UsageException(
        (arg instanceof OptionSpec ? words.name(name(arg).replaceFirst("^-+", "")) : name(arg))
            + " holds a key, and would be stored or shown as it is; give what the key is for, never"
            + " the key");
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }
}
