package io.github.basetenci.cli.secrets;

import io.github.basetenci.secrets.ConfigNode;
import io.github.basetenci.secrets.ConfigNode.Entry;
import io.github.basetenci.secrets.ConfigNode.Kind;
import io.github.basetenci.secrets.ConfigNode.Mapping;
import io.github.basetenci.secrets.ConfigNode.Scalar;
import io.github.basetenci.secrets.ConfigNode.Sequence;
import io.github.basetenci.secrets.SourceLocation;
import io.github.basetenci.secrets.SourceLocations;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a configuration as {@code truss} does, and keeps the location of each part. */
final class TrussYaml {
  private static final String STANDARD = Tag.PREFIX;

  /** The types of PyYAML's safe loader that are no text, null, list or mapping. */
  private static final Set<String> OTHER =
      Set.of("bool", "int", "float", "timestamp", "omap", "pairs", "set");

  /**
   * The limit of nesting. PyYAML reads about ten levels more before Python's recursion limit stops
   * it.
   */
  private static final int MAX_DEPTH = 480;

  private final String file;
  private final SourceLocations locations;
  private final Tabs tabs;
  private final Set<Node> inside = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Converted nodes. A node that several aliases name is converted only once. */
  private final Map<Node, ConfigNode> converted = new IdentityHashMap<>();

  private final Map<MappingNode, List<Entry>> entries = new IdentityHashMap<>();

  private TrussYaml(String file, String text) {
    this.file = file;
    this.locations = SourceLocations.ofCodePoints(file, text);
    this.tabs = new Tabs(text);
  }

  /** {@code truss} cannot read the file. The message quotes nothing of the file. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SourceLocation at;

    Unreadable(SourceLocation at, String problem) {
      super(problem);
      this.at = at;
    }

    SourceLocation at() {
      return at;
    }
  }

  /**
   * @param file as messages show it
   * @param text its content
   */
  static ConfigNode read(String file, String text) throws Unreadable {
    // The parser reports an empty block at the end as an error if a line break follows it.
    TrussYaml reader = new TrussYaml(file, text);
    String content = withoutEnd(text);
    try {
      reader.refuseDepth(content);
      Optional<Node> root = new Compose(settings()).composeString(content);
      ConfigNode config =
          root.isEmpty()
              ? new Scalar(Kind.NULL, "", new SourceLocation(file, 1, 1))
              : reader.node(root.get());
      reader.refuseTabs();
      return config;
    } catch (MarkedYamlEngineException e) {
      throw new Unreadable(reader.location(e.getProblemMark()), "this is no YAML");
    } catch (YamlEngineException e) {
      throw new Unreadable(new SourceLocation(file, 1, 1), "this is no YAML, or too much of it");
    }
  }

  private static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0 && "\r\n ".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /**
   * Refuses deep nesting. The parser has its own stack, but building nodes from its events uses the
   * stack of the thread.
   */
  private void refuseDepth(String content) throws Unreadable {
    int depth = 0;
    for (Event event : new Parse(settings()).parseString(content)) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw new Unreadable(
            location(event.getStartMark()),
            "this is nested more than " + MAX_DEPTH + " levels deep");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private void refuseTabs() throws Unreadable {
    int tab = tabs.firstRefused();
    if (tab >= 0) {
      throw new Unreadable(locations.at(tab), "this is a tab, where YAML has blanks");
    }
  }

  private static LoadSettings settings() {
    return LoadSettings.builder().setSchema(new YamlTypes()).build();
  }

  private ConfigNode node(Node node) throws Unreadable {
    ConfigNode known = converted.get(node);
    if (known != null) {
      return known;
    }
    SourceLocation at = location(node.getStartMark());
    if (!inside.add(node)) {
      // The node contains itself, which has no meaning in any part of a configuration.
      return new Scalar(Kind.OTHER, "", at);
    }
    try {
      ConfigNode made = converted(node, at);
      converted.put(node, made);
      return made;
    } finally {
      inside.remove(node);
    }
  }

  private ConfigNode converted(Node node, SourceLocation at) throws Unreadable {
    String tag = node.getTag().getValue();
    String type = tag.startsWith(STANDARD) ? tag.substring(STANDARD.length()) : "";
    if (node instanceof ScalarNode scalar) {
      tabs.met(scalar);
      return switch (type) {
        case "binary" -> new Scalar(Kind.TEXT, decoded(scalar, at), at);
        case "str" -> new Scalar(Kind.TEXT, scalar.getValue(), at);
        case "null" -> new Scalar(Kind.NULL, "", at);
        default -> other(type, at);
      };
    }
    if (node instanceof SequenceNode list && type.equals("seq")) {
      List<ConfigNode> items = new ArrayList<>();
      for (Node item : list.getValue()) {
        items.add(node(item));
      }
      return new Sequence(items, at);
    }
    return node instanceof MappingNode mapping && type.equals("map")
        ? new Mapping(entries(mapping), at)
        : other(type, at);
  }

  private static String decoded(ScalarNode scalar, SourceLocation at) throws Unreadable {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(scalar.getValue());
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new Unreadable(at, "this is no text in base64");
    }
  }

  private static ConfigNode other(String type, SourceLocation at) throws Unreadable {
    if (!OTHER.contains(type)) {
      throw new Unreadable(at, "this has a tag that truss does not know");
    }
    return new Scalar(Kind.OTHER, "", at);
  }

  /**
   * The entries of a mapping. Before them come the entries of merged mappings that are not
   * overridden.
   */
  private List<Entry> entries(MappingNode mapping) throws Unreadable {
    List<Entry> known = entries.get(mapping);
    if (known == null) {
      known = entriesOf(mapping);
      entries.put(mapping, known);
    }
    return known;
  }

  private List<Entry> entriesOf(MappingNode mapping) throws Unreadable {
    List<Entry> merged = new ArrayList<>();
    List<Entry> own = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (key.getTag().equals(YamlTypes.MERGE)) {
        merged.addAll(merged(tuple.getValueNode()));
      } else {
        own.add(new Entry(node(key), node(tuple.getValueNode())));
      }
    }
    Deque<Entry> all = new ArrayDeque<>(own);
    Set<String> seen = new HashSet<>();
    own.forEach(entry -> seen.add(name(entry)));
    Set<Entry> keyless = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = merged.size() - 1; i >= 0; i--) {
      Entry entry = merged.get(i);
      String name = name(entry);
      if (name == null ? keyless.add(entry) : seen.add(name)) {
        all.addFirst(entry);
      }
    }
    return List.copyOf(all);
  }

  /**
   * The entries of merged mappings. If there are several mappings, the first one has precedence, so
   * it comes last.
   */
  private List<Entry> merged(Node value) throws Unreadable {
    if (value instanceof MappingNode mapping && inside.add(value)) {
      try {
        return entries(mapping);
      } finally {
        inside.remove(value);
      }
    }
    if (value instanceof SequenceNode list) {
      List<List<Entry>> parts = new ArrayList<>();
      for (Node each : list.getValue()) {
        if (!(each instanceof MappingNode)) {
          throw new Unreadable(location(each.getStartMark()), "this is merged, and is no mapping");
        }
        parts.add(merged(each));
      }
      Collections.reverse(parts);
      List<Entry> all = new ArrayList<>();
      parts.forEach(all::addAll);
      return all;
    }
    throw new Unreadable(location(value.getStartMark()), "this is merged, and is no mapping");
  }

  private static @Nullable String name(Entry entry) {
    return entry.key() instanceof Scalar key && key.kind() == Kind.TEXT ? key.text() : null;
  }

  /**
   * The location, computed from the index. The parser ends lines at characters at which editors and
   * diffs do not end lines.
   */
  private SourceLocation location(Optional<Mark> mark) {
    return mark.map(it -> locations.at(it.getIndex())).orElse(new SourceLocation(file, 1, 1));
  }
}
