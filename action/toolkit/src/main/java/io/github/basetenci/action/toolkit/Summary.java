package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the summary that GitHub shows for a job. Methods add Markdown and HTML to a buffer, and
 * {@link #write} appends the buffer to the runner's file. The methods take text as HTML and add it
 * without a change, so callers must {@link #escape} foreign text first.
 */
public final class Summary {
  /** The largest summary of a step, in bytes. The runner drops a larger summary. */
  public static final int LIMIT = 1024 * 1024;

  private static final String VARIABLE = "GITHUB_STEP_SUMMARY";

  private final Map<String, String> environment;
  private final String lineEnd;
  private final boolean limited;
  private final StringBuilder buffer = new StringBuilder();
  private @Nullable Path found;

  Summary(Map<String, String> environment, String lineEnd, boolean limited) {
    this.environment = environment;
    this.lineEnd = lineEnd;
    this.limited = limited;
  }

  /**
   * Escapes a text so that HTML shows it unchanged, both in an element and in an attribute of this
   * builder.
   */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        // A blank line would end the HTML and begin Markdown.
        .replace("\r", "&#13;")
        .replace("\n", "&#10;");
  }

  /**
   * Appends the buffer to the runner's file and empties it.
   *
   * @throws ToolkitException if the file is missing, cannot be written, or would become larger than
   *     {@link #LIMIT}; the buffer keeps its content in these cases
   */
  public Summary write() {
    return write(false);
  }

  /**
   * @param overwrite whether to replace the old content of the file
   */
  public Summary write(boolean overwrite) {
    Path file = file();
    byte[] content = JsText.utf8(buffer.toString());
    OpenOption how = overwrite ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
    try {
      if (limited) {
        checkSize(content.length + (overwrite ? 0 : Files.size(file)));
      }
      Files.write(file, content, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new ToolkitException("The summary file " + file + " cannot be written", e);
    }
    return emptyBuffer();
  }

  /** Empties the buffer and the file. */
  public Summary clear() {
    return emptyBuffer().write(true);
  }

  /** The content of the buffer. */
  public String stringify() {
    return buffer.toString();
  }

  public boolean isEmptyBuffer() {
    return buffer.isEmpty();
  }

  public Summary emptyBuffer() {
    buffer.setLength(0);
    return this;
  }

  public Summary addRaw(String text) {
    buffer.append(text);
    return this;
  }

  public Summary addRaw(String text, boolean addEOL) {
    addRaw(text);
    return addEOL ? addEOL() : this;
  }

  public Summary addEOL() {
    return addRaw(lineEnd);
  }

  public Summary addCodeBlock(String code) {
    return addCodeBlock(code, null);
  }

  /**
   * @param lang the language for which GitHub highlights the code
   */
  public Summary addCodeBlock(String code, @Nullable String lang) {
    return addLine(wrap("pre", wrap("code", code, Map.of()), given("lang", lang)));
  }

  public Summary addList(List<String> items) {
    return addList(items, false);
  }

  public Summary addList(List<String> items, boolean ordered) {
    StringBuilder list = new StringBuilder();
    items.forEach(item -> list.append(wrap("li", item, Map.of())));
    return addLine(wrap(ordered ? "ol" : "ul", list.toString(), Map.of()));
  }

  public Summary addTable(List<List<SummaryTableCell>> rows) {
    StringBuilder body = new StringBuilder();
    for (List<SummaryTableCell> row : rows) {
      StringBuilder cells = new StringBuilder();
      for (SummaryTableCell cell : row) {
        Map<String, String> attributes = given("colspan", cell.colspan());
        attributes.putAll(given("rowspan", cell.rowspan()));
        cells.append(wrap(cell.header() ? "th" : "td", cell.data(), attributes));
      }
      body.append(wrap("tr", cells.toString(), Map.of()));
    }
    return addLine(wrap("table", body.toString(), Map.of()));
  }

  /** Adds content that users can unfold below a label. */
  public Summary addDetails(String label, String content) {
    return addLine(wrap("details", wrap("summary", label, Map.of()) + content, Map.of()));
  }

  public Summary addImage(String src, String alt) {
    return addImage(src, alt, null, null);
  }

  /**
   * @param width in pixels, without a unit
   * @param height in pixels, without a unit
   */
  public Summary addImage(String src, String alt, @Nullable String width, @Nullable String height) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("src", src);
    attributes.put("alt", alt);
    attributes.putAll(given("width", width));
    attributes.putAll(given("height", height));
    return addLine(wrap("img", "", attributes));
  }

  public Summary addHeading(String text) {
    return addHeading(text, 1);
  }

  /**
   * @param level 1 to 6; any other value counts as 1
   */
  public Summary addHeading(String text, int level) {
    return addLine(wrap("h" + (level >= 1 && level <= 6 ? level : 1), text, Map.of()));
  }

  public Summary addSeparator() {
    return addLine(wrap("hr", "", Map.of()));
  }

  public Summary addBreak() {
    return addLine(wrap("br", "", Map.of()));
  }

  public Summary addQuote(String text) {
    return addQuote(text, null);
  }

  /**
   * @param cite the address of the source
   */
  public Summary addQuote(String text, @Nullable String cite) {
    return addLine(wrap("blockquote", text, given("cite", cite)));
  }

  public Summary addLink(String text, String href) {
    return addLine(wrap("a", text, Map.of("href", href)));
  }

  private Summary addLine(String element) {
    return addRaw(element).addEOL();
  }

  /** As in the toolkit, an element without content gets no closing tag. */
  private static String wrap(String tag, String content, Map<String, String> attributes) {
    StringBuilder element = new StringBuilder("<").append(tag);
    attributes.forEach(
        (name, value) -> element.append(' ').append(name).append("=\"").append(value).append('"'));
    element.append('>');
    return content.isEmpty() ? element.toString() : element + content + "</" + tag + ">";
  }

  private static Map<String, String> given(String name, @Nullable String value) {
    Map<String, String> attributes = new LinkedHashMap<>();
    if (value != null && !value.isEmpty()) {
      attributes.put(name, value);
    }
    return attributes;
  }

  /** The runner's file. As in the toolkit, it is looked for only once. */
  private Path file() {
    if (found != null) {
      return found;
    }
    String name = environment.getOrDefault(VARIABLE, "");
    if (name.isEmpty()) {
      throw new ToolkitException(
          "Unable to find environment variable for $"
              + VARIABLE
              + ". Check if your runtime environment supports job summaries.");
    }
    Path file = Path.of(name);
    if (!Files.isReadable(file) || !Files.isWritable(file)) {
      throw new ToolkitException(
          "Unable to access summary file: '"
              + name
              + "'. Check if the file has correct read/write permissions.");
    }
    found = file;
    return file;
  }

  private static void checkSize(long bytes) {
    if (bytes > LIMIT) {
      throw new ToolkitException(
          "The job summary would have "
              + bytes
              + " bytes, and the runner drops one of more than "
              + LIMIT
              + ": nothing was written; shorten it");
    }
  }
}
