package io.github.basetenci.action.toolkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an annotation points. Lines and columns count from 1; null is not given. The runner masks
 * an annotation's message but neither title nor file: no text of a server belongs there.
 *
 * @param title what the annotation is called
 * @param file a path, as the action sees it
 */
public record AnnotationProperties(
    @Nullable String title,
    @Nullable String file,
    @Nullable Integer startLine,
    @Nullable Integer endLine,
    @Nullable Integer startColumn,
    @Nullable Integer endColumn) {
  public static final AnnotationProperties NONE =
      new AnnotationProperties(null, null, null, null, null, null);

  public static AnnotationProperties title(String title) {
    return new AnnotationProperties(title, null, null, null, null, null);
  }

  /** The properties under the names of the command. */
  Map<String, @Nullable Object> toCommandProperties() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    if (Stream.of(title, file, startLine, endLine, startColumn, endColumn)
        .allMatch(Objects::isNull)) {
      return properties;
    }
    properties.put("title", title);
    properties.put("file", file);
    properties.put("line", startLine);
    properties.put("endLine", endLine);
    properties.put("col", startColumn);
    properties.put("endColumn", endColumn);
    return properties;
  }
}
