package io.github.basetenci.testing.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The interface of one product as the last release had it. What differs from it must be in the
 * changelog. The file is written once for each release, and never in between.
 */
public final class InterfaceSnapshot {
  /** Set to the version of a release, it lets {@link #check} write the snapshot. */
  public static final String VERSION = "baseten.interface";

  private static final String DIRECTORY = "docs/conformance/interface";
  private static final String TOLD = "told";
  private static final String HEADER = "# Release ";

  private final Path directory;
  private final Path changelog;
  private final String product;

  /**
   * @param root the repository
   * @param product the name of the file, without its ending
   */
  public InterfaceSnapshot(Path root, String product) {
    this.directory = root.resolve(DIRECTORY);
    this.changelog = root.resolve("CHANGELOG.md");
    this.product = product;
  }

  /** Fails when the items differ from those of the last release and the changelog is silent. */
  public void check(Collection<InterfaceItem> now) throws IOException {
    String version = System.getProperty(VERSION, "");
    if (!version.isEmpty()) {
      write(version, now);
      return;
    }
    List<String> snapshot = read(product);
    Changelog log = changelog();
    assertThat(snapshot.get(0))
        .as(
            "The first line of %s; when CHANGELOG.md has the heading of a release, run"
                + " bin/interface %s",
            file(product), log.release())
        .isEqualTo(header(log.release()));
    String untold = untold(items(snapshot), now, log.without(items(read(TOLD))));
    if (!untold.isEmpty()) {
      fail(untold);
    }
  }

  /** The names of the items that the snapshot has. */
  public List<InterfaceItem> recorded() throws IOException {
    return items(read(product)).stream().map(InterfaceItem::parse).toList();
  }

  /** What to do about what differs, or nothing. */
  String untold(List<String> before, Collection<InterfaceItem> now, Changelog log) {
    List<InterfaceChange> untold =
        InterfaceChange.between(before.stream().map(InterfaceItem::parse).toList(), now).stream()
            .filter(change -> !change.isTold(log))
            .toList();
    if (untold.isEmpty()) {
      return "";
    }
    return ("%s differs from that of the last release (%s), and CHANGELOG.md does not say so. Take"
            + " back what was not meant. Tell the rest under '## [Unreleased]', in lines that were"
            + " not there at the last release, with these names between backticks. %s stays as it"
            + " is: bin/interface VERSION writes it for a release.\n%s")
        .formatted(
            "The interface of " + product,
            log.release(),
            DIRECTORY + "/" + product + ".txt",
            untold.stream().map(InterfaceChange::advice).collect(Collectors.joining("\n")));
  }

  private void write(String version, Collection<InterfaceItem> now) throws IOException {
    Changelog log = changelog();
    assertThat(version)
        .as("a snapshot is of the last release that CHANGELOG.md has")
        .isEqualTo(log.release());
    List<String> lines = now.stream().map(InterfaceItem::line).sorted().distinct().toList();
    if (Files.exists(file(product))) {
      List<String> before = read(product);
      if (before.get(0).equals(header(version)) && items(before).equals(lines)) {
        return;
      }
      String last = before.get(0).substring(HEADER.length());
      assertThat(last)
          .as("%s is already that of %s, and a release has one interface", file(product), version)
          .isNotEqualTo(version);
      Semver.check(
          last,
          version,
          InterfaceChange.between(items(before).stream().map(InterfaceItem::parse).toList(), now));
    }
    write(product, version, lines);
    write(TOLD, version, log.lines());
  }

  private void write(String name, String version, List<String> lines) throws IOException {
    Files.createDirectories(directory);
    List<String> all = new ArrayList<>(List.of(header(version)));
    all.addAll(lines);
    Files.write(file(name), all);
  }

  private static String header(String version) {
    return HEADER + version;
  }

  private Changelog changelog() throws IOException {
    return Changelog.parse(Files.readString(changelog));
  }

  private List<String> read(String name) throws IOException {
    return Files.readAllLines(file(name));
  }

  private static List<String> items(List<String> lines) {
    return lines.subList(1, lines.size());
  }

  private Path file(String name) {
    return directory.resolve(name + ".txt");
  }

  /** The items by what they are; two values for one thing are an error of the test. */
  static Map<String, InterfaceItem> bySubject(Collection<InterfaceItem> items) {
    Map<String, InterfaceItem> found = new TreeMap<>();
    for (InterfaceItem item : items) {
      InterfaceItem other = found.put(item.subject(), item);
      if (other != null && !other.equals(item)) {
        throw new IllegalArgumentException("two values: " + Arrays.asList(other, item));
      }
    }
    return found;
  }
}
