package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.cli.fleet.file.YamlNode.Entries;
import io.github.basetenci.cli.fleet.file.YamlNode.Entry;
import io.github.basetenci.cli.fleet.file.YamlNode.Items;
import io.github.basetenci.cli.fleet.file.YamlNode.Type;
import io.github.basetenci.cli.fleet.file.YamlNode.Value;
import io.github.basetenci.secrets.SourceLocation;
import io.github.basetenci.secrets.SourceLocations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 into a tree with locations. Anchors, aliases, tags and several documents are
 * refused: a fleet file needs none of them, and a few aliases can stand for more values than a
 * memory holds.
 */
final class YamlTree {
  private static final int MAX_DEPTH = 10;

  private final SourceLocations locations;
  private final int[] characters;
  private final String file;
  private final FileProblems problems;
  private final ScalarResolver types = new CoreSchema().getScalarResolver();

  private YamlTree(String file, String text, FileProblems problems) {
    this.file = file;
    this.locations = SourceLocations.ofCodePoints(file, text);
    this.characters = text.codePoints().toArray();
    this.problems = problems;
  }

  /** The file cannot be read further. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SourceLocation at;

    Unreadable(SourceLocation at, String problem) {
      super(problem);
      this.at = at;
    }
  }

  /**
   * Reads a file.
   *
   * @return the root; null if the text is no YAML or has no content, and then a problem was added
   */
  static @Nullable YamlNode read(String file, String text, FileProblems problems) {
    YamlTree tree = new YamlTree(file, text, problems);
    try {
      return tree.root(new Parse(LoadSettings.builder().build()).parseString(text).iterator());
    } catch (Unreadable e) {
      problems.add(e.at, "", String.valueOf(e.getMessage()));
    } catch (MarkedYamlEngineException e) {
      problems.add(tree.location(e.getProblemMark()), "", tree.noYaml(e));
    } catch (YamlEngineException e) {
      problems.add(tree.begin(), "", "the file has a character that YAML does not allow");
    }
    return null;
  }

  private String noYaml(MarkedYamlEngineException e) {
    int index = e.getProblemMark().map(Mark::getIndex).orElse(-1);
    return index >= 0 && index < characters.length && characters[index] == '\t'
        ? "a tab cannot be here; indent by blanks"
        : "this is no YAML; look at the quotation marks, the colons and the indentation here and in"
            + " the line before";
  }

  private @Nullable YamlNode root(Iterator<Event> events) throws Unreadable {
    YamlNode root = null;
    boolean ended = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent && ended) {
        throw new Unreadable(
            location(event.getStartMark()),
            "a second document begins here; write everything into one");
      }
      if (event instanceof DocumentEndEvent) {
        ended = true;
      } else if (event instanceof NodeEvent) {
        root = node(event, events, 1);
      }
    }
    if (root == null || (root instanceof Value value && value.type() == Type.EMPTY)) {
      problems.add(begin(), "", "the file is empty; begin it with 'version: 1'");
      return null;
    }
    return root;
  }

  private YamlNode node(Event event, Iterator<Event> events, int depth) throws Unreadable {
    SourceLocation at = location(event.getStartMark());
    if (event instanceof AliasEvent) {
      throw new Unreadable(at, "this is an alias, which no fleet file may have; write the value");
    }
    if (event instanceof NodeEvent named && named.getAnchor().isPresent()) {
      throw new Unreadable(at, "this is an anchor, which no fleet file may have; leave it out");
    }
    if (depth > MAX_DEPTH) {
      throw new Unreadable(at, "this is nested more than " + MAX_DEPTH + " levels deep");
    }
    if (event instanceof ScalarEvent scalar) {
      return value(scalar, at);
    }
    if (event instanceof CollectionStartEvent collection && collection.getTag().isPresent()) {
      throw tagged(at);
    }
    return event instanceof MappingStartEvent
        ? entries(events, at, depth)
        : items(events, at, depth);
  }

  private YamlNode items(Iterator<Event> events, SourceLocation at, int depth) throws Unreadable {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      items.add(node(event, events, depth + 1));
    }
    return new Items(items, at);
  }

  private YamlNode entries(Iterator<Event> events, SourceLocation at, int depth) throws Unreadable {
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      YamlNode name = node(event, events, depth + 1);
      YamlNode value = node(events.next(), events, depth + 1);
      if (!(name instanceof Value text)) {
        throw new Unreadable(name.at(), "the name of a member must be a text");
      }
      if (names.add(text.value())) {
        entries.add(new Entry(text.value(), text.at(), value));
      } else {
        problems.add(text.at(), "", "this member is given twice in one mapping");
      }
    }
    return new Entries(entries, at);
  }

  private YamlNode value(ScalarEvent scalar, SourceLocation at) throws Unreadable {
    if (scalar.getTag().isPresent()) {
      throw tagged(at);
    }
    boolean plain = scalar.getImplicit().canOmitTagInPlainScalar();
    Tag tag = types.resolve(scalar.getValue(), plain);
    Type type =
        tag.equals(Tag.NULL)
            ? Type.EMPTY
            : tag.equals(Tag.BOOL)
                ? Type.BOOLEAN
                : tag.equals(Tag.INT)
                    ? Type.INTEGER
                    : tag.equals(Tag.FLOAT) ? Type.NUMBER : Type.TEXT;
    return new Value(type, scalar.getValue(), at);
  }

  private static Unreadable tagged(SourceLocation at) {
    return new Unreadable(at, "this has a tag, which no fleet file may have; leave it out");
  }

  private SourceLocation begin() {
    return new SourceLocation(file, 1, 1);
  }

  private SourceLocation location(Optional<Mark> mark) {
    return mark.map(it -> locations.at(it.getIndex())).orElse(begin());
  }
}
