package io.jenkins.plugins.baseten;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for each view and each help page of the plugin. */
class ResourcesTest {
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Pattern ENTRY = Pattern.compile("<f:entry\\b[^>]*\\bfield=\"(\\w+)\"");
    private static final Pattern NO_POLICY_ALLOWS = Pattern.compile(
            "<script(?![^>]*\\bsrc=)|<style|\\son[a-z]+\\s*=|javascript:|checkUrl=|\\sstyle=",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern VALUE = Pattern.compile("[a-z-]+\\s*:([^;{}]*)[;}]");

    private static final Pattern COLOUR = Pattern.compile(
            "#[0-9a-f]{3}|\\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\\("
                    + "|\\b(black|white|red|green|blue|gr[ae]y|orange|yellow|purple|silver|navy|teal|maroon|olive|lime"
                    + "|aqua|fuchsia|pink|brown|cyan|magenta|gold|indigo|violet|dark\\w+|light\\w+)\\b",
            Pattern.CASE_INSENSITIVE);

    static List<Path> views() throws IOException {
        return files(".jelly");
    }

    static List<Path> pages() throws IOException {
        return Stream.concat(files(".jelly").stream(), files(".html").stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewEscapesByDefault(Path view) throws IOException {
        assertThat(Files.readString(view)).startsWith("<?jelly escape-by-default='true'?>\n");
    }

    @ParameterizedTest
    @MethodSource("views")
    void aFieldHasHelp(Path view) throws IOException {
        Matcher entries = ENTRY.matcher(Files.readString(view));
        int fields = 0;
        while (entries.find()) {
            assertThat(view.resolveSibling("help-" + entries.group(1) + ".html"))
                    .isNotEmptyFile();
            fields++;
        }
        assertThat(fields).isEqualTo(count(Files.readString(view), "<f:entry"));
    }

    /** Jenkins sends a content security policy that forbids all of it. */
    @ParameterizedTest
    @MethodSource("pages")
    void aPageHasNoScriptAndNoStyleOfItsOwn(Path page) throws IOException {
        assertThat(Files.readString(page)).doesNotContainPattern(NO_POLICY_ALLOWS);
    }

    static List<Path> stylesheets() throws IOException {
        return files(".css");
    }

    /** Colours come from the theme, so that the pages are readable in each theme. */
    @ParameterizedTest
    @MethodSource("stylesheets")
    void aStylesheetHasNoColourOfItsOwn(Path stylesheet) throws IOException {
        assertThat(coloursIn(Files.readString(stylesheet))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a{color:#fff}", "a{color: RED}", "a{border:1px solid rgb(0,0,0)}", "a{color:oklch(1 1 1)}"})
    void aColourIsFound(String css) {
        assertThat(coloursIn(css)).isNotEmpty();
    }

    /** The values of a style sheet that name a colour other than by a variable. */
    private static List<String> coloursIn(String css) {
        List<String> colours = new ArrayList<>();
        Matcher values = VALUE.matcher(css.replaceAll("(?s)/\\*.*?\\*/", ""));
        while (values.find()) {
            String value = values.group(1).replaceAll("var\\([^)]*\\)", "");
            if (COLOUR.matcher(value).find()) {
                colours.add(values.group());
            }
        }
        return colours;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
