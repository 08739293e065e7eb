package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every link of a page that leads to this repository has its file and its heading. */
class DocLinksTest {
  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    int links = 0;
    for (Path page : Markdown.pages()) {
      String text = Files.readString(page);
      links += Markdown.links(text).size();
      dead.addAll(Markdown.deadLinks(page, text));
    }

    assertThat(dead).isEmpty();
    assertThat(links).isGreaterThan(100);
  }

  @Test
  void aLinkThatLeadsNowhereIsFound() throws IOException {
    String text =
        """
        # A page

        [good](CONTRIBUTING.md) [good](CONTRIBUTING.md#tests) [good](#a-page) [elsewhere](https://x.test/y)
        [no file](missing.md), [no heading](CONTRIBUTING.md#missing), [no heading here](#missing)
        ![no picture](docs/pictures/missing.png), [outside](../missing.md)

        ```
        [code](missing-too.md)
        ```

        `[code](missing-too.md)`
        """;

    assertThat(Markdown.deadLinks(Markdown.ROOT.resolve("page.md"), text))
        .containsExactly(
            "page.md: missing.md has no such file",
            "page.md: CONTRIBUTING.md#missing has no such heading",
            "page.md: #missing has no such heading",
            "page.md: docs/pictures/missing.png has no such file",
            "page.md: ../missing.md has no such file");
  }
}
