package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.cli.fleet.file.YamlNode.Entries;
import io.github.basetenci.cli.fleet.file.YamlNode.Entry;
import io.github.basetenci.cli.fleet.file.YamlNode.Items;
import io.github.basetenci.cli.fleet.file.YamlNode.Value;
import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.secrets.SourceLocation;
import io.github.basetenci.secrets.SourceLocations;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads fleet files. */
public final class FleetFile {
  /** The largest file. Two thousand keys with ten targets each need a quarter of it. */
  public static final int MAX_BYTES = 4 << 20;

  private static final String KEY =
      "here is a text that looks like a key, and no key may be in this file; revoke it if it is"
          + " one, and name a variable or a file that has the key";

  private final String name;
  private final FileProblems problems = new FileProblems();

  private FleetFile(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @param name the name of the file, as messages show it
   * @param bytes its content
   * @param targets knows the forms of targets
   * @throws InvalidFleetFileException if the file cannot be used; it has every problem, up to a
   *     limit
   */
  public static Fleet read(String name, byte[] bytes, TargetKinds targets)
      throws InvalidFleetFileException {
    FleetFile file = new FleetFile(name);
    Fleet fleet = file.read(bytes, targets);
    if (fleet == null) {
      throw new InvalidFleetFileException(name, file.problems.inOrder(), file.problems.more());
    }
    return fleet;
  }

  /** The fleet; null if there is a problem. */
  private @Nullable Fleet read(byte[] bytes, TargetKinds targets) {
    String text = text(bytes);
    if (text == null) {
      return null;
    }
    refuseKeys(text);
    YamlNode root = problems.isEmpty() ? YamlTree.read(name, text, problems) : null;
    if (root == null) {
      return null;
    }
    // An escape sequence or a folded line can hide a key from the search in the text.
    refuseKeys(root);
    if (problems.isEmpty()) {
      FleetShape.ROOT.check(root, "", problems);
    }
    if (!problems.isEmpty()) {
      return null;
    }
    Fleet fleet = new FleetReader(targets, problems).read((Entries) root);
    return problems.isEmpty() ? fleet : null;
  }

  private @Nullable String text(byte[] bytes) {
    SourceLocation begin = new SourceLocation(name, 1, 1);
    if (bytes.length > MAX_BYTES) {
      problems.add(begin, "", "the file is larger than " + (MAX_BYTES >> 20) + " MiB");
      return null;
    }
    ByteBuffer input = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      String before = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
      SourceLocations locations = SourceLocations.ofCodePoints(name, before + " ");
      problems.add(
          locations.at(before.codePointCount(0, before.length())),
          "",
          "the file is no text in UTF-8 from here on");
      return null;
    }
  }

  private void refuseKeys(String text) {
    SourceLocations locations = null;
    int index = 0;
    while (index < text.length()) {
      int end = text.indexOf('\n', index);
      String line = text.substring(index, end < 0 ? text.length() : end);
      int column = keyIn(line);
      if (column >= 0) {
        locations = locations == null ? SourceLocations.ofCodePoints(name, text) : locations;
        problems.add(locations.at(text.codePointCount(0, index + column)), "", KEY);
      }
      index = end < 0 ? text.length() : end + 1;
    }
  }

  private void refuseKeys(YamlNode node) {
    if (node instanceof Value value && keyIn(value.value()) >= 0) {
      problems.add(value.at(), "", KEY);
    } else if (node instanceof Items list) {
      list.items().forEach(this::refuseKeys);
    } else if (node instanceof Entries mapping) {
      for (Entry entry : mapping.entries()) {
        if (keyIn(entry.name()) >= 0) {
          problems.add(entry.at(), "", KEY);
        }
        refuseKeys(entry.value());
      }
    }
  }

  /** Whether a part of the text has the shape of a key, so that no fleet file may contain it. */
  public static boolean looksLikeKey(String text) {
    return keyIn(text) >= 0;
  }

  private static int keyIn(String text) {
    OptionalInt found = KeyShapes.find(text);
    if (found.isPresent()) {
      return found.getAsInt();
    }
    String masked = KeyShapes.mask(text);
    return masked.equals(text) ? -1 : text.indexOf("b10_");
  }
}
