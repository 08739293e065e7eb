package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  @TempDir Path directory;
  private World world;
  private Summary summary;

  @BeforeEach
  void createSummary() {
    world = new World(directory);
    summary = world.core().summary();
  }

  @Test
  void everyElementIsThatOfTheToolkit() {
    summary
        .addRaw("hello world 🌎")
        .addRaw("!", true)
        .addEOL()
        .addCodeBlock("func fork() {\n}")
        .addCodeBlock("fork()", "go")
        .addList(List.of("foo", "💣"))
        .addList(List.of("foo", "bar"), true)
        .addDetails("open me", "🎉 surprise")
        .addImage("https://github.com/actions.png", "actions logo")
        .addImage("https://github.com/actions.png", "actions logo", "32", "48")
        .addHeading("one")
        .addHeading("six", 6)
        .addHeading("seven", 7)
        .addSeparator()
        .addBreak()
        .addQuote("Where the world builds software")
        .addQuote("Where the world builds software", "https://github.com/about")
        .addLink("GitHub", "https://github.com/")
        .write();
    assertThat(world.file("STEP_SUMMARY"))
        .isEqualTo(
            """
            hello world 🌎!

            <pre><code>func fork() {
            }</code></pre>
            <pre lang="go"><code>fork()</code></pre>
            <ul><li>foo</li><li>💣</li></ul>
            <ol><li>foo</li><li>bar</li></ol>
            <details><summary>open me</summary>🎉 surprise</details>
            <img src="https://github.com/actions.png" alt="actions logo">
            <img src="https://github.com/actions.png" alt="actions logo" width="32" height="48">
            <h1>one</h1>
            <h6>six</h6>
            <h1>seven</h1>
            <hr>
            <br>
            <blockquote>Where the world builds software</blockquote>
            <blockquote cite="https://github.com/about">Where the world builds software</blockquote>
            <a href="https://github.com/">GitHub</a>
            """);
  }

  @Test
  void aTableHasHeadingsAndSpans() {
    summary.addTable(
        List.of(
            List.of(SummaryTableCell.header("foo"), new SummaryTableCell("tall", false, null, "3")),
            List.of(SummaryTableCell.of("one"), SummaryTableCell.of("")),
            List.of(new SummaryTableCell("wide", true, "2", "4"))));
    assertThat(summary.stringify())
        .isEqualTo(
            "<table><tr><th>foo</th><td rowspan=\"3\">tall</td></tr><tr><td>one</td><td></tr>"
                + "<tr><th colspan=\"2\" rowspan=\"4\">wide</th></tr></table>\n");
  }

  @Test
  void writingAppendsAndEmptiesTheBuffer() {
    summary.addRaw("# ").write();
    summary.addRaw("text").write();
    assertThat(world.file("STEP_SUMMARY")).isEqualTo("# text");
    assertThat(summary.isEmptyBuffer()).isTrue();
    assertThat(summary.addRaw("new").isEmptyBuffer()).isFalse();
    summary.write(true);
    assertThat(world.file("STEP_SUMMARY")).isEqualTo("new");
    summary.addRaw("more").clear();
    assertThat(world.file("STEP_SUMMARY")).isEmpty();
    assertThat(summary.stringify()).isEmpty();
  }

  @Test
  void withoutItsVariableOrFileItSaysSo() {
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> new World().core().summary().write())
        .withMessage(
            "Unable to find environment variable for $GITHUB_STEP_SUMMARY. Check if your runtime"
                + " environment supports job summaries.");
    Path missing = directory.resolve("missing");
    ActionsCore core = new World().with("GITHUB_STEP_SUMMARY", missing.toString()).core();
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.summary().write())
        .withMessage(
            "Unable to access summary file: '"
                + missing
                + "'. Check if the file has correct read/write permissions.");
  }

  @Test
  void aSummaryUpToTheLimitIsWrittenAndNoLargerOne() {
    summary.addRaw("é".repeat(Summary.LIMIT / 2 - 1)).write();
    summary.addRaw("ab").write();
    summary.addRaw("c");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> summary.write())
        .withMessage(
            "The job summary would have 1048577 bytes, and the runner drops one of more than"
                + " 1048576: nothing was written; shorten it");
    assertThat(summary.stringify()).isEqualTo("c");
    assertThat(directory.resolve("STEP_SUMMARY")).hasSize(Summary.LIMIT);
    summary.write(true);
    assertThat(world.file("STEP_SUMMARY")).isEqualTo("c");
  }

  @Test
  void exactlyAsTheToolkitItWritesALargerOne() throws IOException {
    Summary exact = world.exact().summary();
    exact.addRaw("a".repeat(Summary.LIMIT + 1)).write();
    assertThat(Files.size(directory.resolve("STEP_SUMMARY"))).isEqualTo(Summary.LIMIT + 1);
  }

  @Test
  void escapedTextIsShownAsItIs() {
    assertThat(Summary.escape("<a href=\"x\">&'\r\n\n[b](c)"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;&#39;&#13;&#10;&#10;[b](c)");
  }
}
