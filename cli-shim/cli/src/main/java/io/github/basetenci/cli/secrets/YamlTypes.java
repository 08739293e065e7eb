package io.github.basetenci.cli.secrets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * The types that PyYAML, which {@code truss} uses, gives to values without quotes. They follow YAML
 * 1.1 with PyYAML's deviations: {@code on} is a boolean and {@code 12:30} is a number.
 */
final class YamlTypes implements Schema, ScalarResolver {
  static final Tag MERGE = new Tag(Tag.PREFIX + "merge");
  static final Tag VALUE = new Tag(Tag.PREFIX + "value");
  static final Tag TIMESTAMP = new Tag(Tag.PREFIX + "timestamp");

  /**
   * The patterns of PyYAML's resolver.py, in its order. Repeated groups are possessive, which
   * changes no match here. Otherwise Java would recurse for each repetition, and a long value would
   * exhaust the stack.
   */
  private static final Map<Tag, Pattern> TYPES = new LinkedHashMap<>();

  static {
    put(Tag.BOOL, "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
    put(
        Tag.FLOAT,
        "[-+]?(?:[0-9][0-9_]*)\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])++\\.[0-9_]*"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    put(
        Tag.INT,
        "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+"
            + "|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])++");
    put(MERGE, "<<");
    put(Tag.NULL, "~|null|Null|NULL|");
    put(
        TIMESTAMP,
        "[0-9]{4}-[0-9][0-9]-[0-9][0-9]"
            + "|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \\t]+)[0-9][0-9]?:[0-9][0-9]:[0-9][0-9]"
            + "(?:\\.[0-9]*)?(?:[ \\t]*(?:Z|[-+][0-9][0-9]?(?::[0-9][0-9])?))?");
    put(VALUE, "=");
  }

  private static void put(Tag tag, String pattern) {
    TYPES.put(tag, Pattern.compile(pattern));
  }

  @Override
  public Tag resolve(String value, Boolean withoutQuotes) {
    if (withoutQuotes) {
      for (Map.Entry<Tag, Pattern> type : TYPES.entrySet()) {
        if (type.getValue().matcher(value).matches()) {
          return type.getKey();
        }
      }
    }
    return Tag.STR;
  }

  @Override
  public ScalarResolver getScalarResolver() {
    return this;
  }

  @Override
  public Map<Tag, ConstructNode> getSchemaTagConstructors() {
    return Map.of();
  }
}
