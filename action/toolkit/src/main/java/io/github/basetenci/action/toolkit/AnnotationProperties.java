package io.github.basetenci.action.toolkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The location and title of an annotation. Lines and columns count from 1; null means not given.
 * The runner masks the message of an annotation, but not its title and file, so title and file must
 * hold no text from a server.
 *
 * @param title the title of the annotation
 * @param file the path of the file for the action
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

  /** The properties under the names that the workflow command uses. */
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
