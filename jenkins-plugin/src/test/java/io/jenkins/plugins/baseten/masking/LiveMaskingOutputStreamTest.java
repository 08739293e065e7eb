package io.jenkins.plugins.baseten.masking;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.console.ConsoleNote;
import hudson.console.HyperlinkNote;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.key.Masker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveMaskingOutputStreamTest {
    private final Pieces below = new Pieces();
    private Masker keys = Masker.NONE;
    private final LiveMaskingOutputStream stream = new LiveMaskingOutputStream(below, () -> keys);

    /** Each write by itself. */
    private static final class Pieces extends OutputStream {
        private final List<String> pieces = new ArrayList<>();

        @Override
        public void write(int b) {
            pieces.add(String.valueOf((char) b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            pieces.add(new String(bytes, offset, length, UTF_8));
        }

        String text() {
            return String.join("", pieces);
        }
    }

    @Test
    void aBuildWithoutKeysHasEveryWritePassedOnAsItIs() throws IOException {
        String big = "x".repeat(100_000);
        stream.write('a');
        write("bc\n");
        write(big);
        write("a line without an end, " + KEY);
        stream.flush();
        assertThat(below.pieces).containsExactly("a", "bc\n", big, "a line without an end, " + KEY);
    }

    @Test
    void aKeyIsMaskedHoweverWritesCutIt() throws Exception {
        keys = masker(KEY);
        for (String form : KeyForms.of(ApiKey.of(KEY))) {
            for (int cut = 1; cut < form.length(); cut++) {
                below.pieces.clear();
                write("< " + form.substring(0, cut));
                stream.flush();
                write(form.substring(cut) + " >\n");
                assertThat(below.text()).startsWith("< ").endsWith(" >\n").doesNotContain(form);
            }
        }
    }

    @Test
    void aKeyThatComesIntoARunningStepIsMaskedFromItsNextByteOn() throws Exception {
        write("before " + OTHER_KEY + "\n");
        keys = masker(KEY);
        write("during " + KEY + " " + OTHER_KEY + "\n");
        keys = masker(KEY, OTHER_KEY);
        write("after " + KEY + " " + OTHER_KEY + "\n");
        assertThat(below.text())
                .isEqualTo("before " + OTHER_KEY + "\nduring **** " + OTHER_KEY + "\nafter **** ****\n");
    }

    @Test
    void aKeyThatIsBeingWrittenWhenAnotherOneComesIsMasked() throws Exception {
        for (int cut = 1; cut < KEY.length(); cut++) {
            below.pieces.clear();
            LiveMaskingOutputStream cutStream = new LiveMaskingOutputStream(below, () -> keys);
            keys = masker(KEY);
            cutStream.write(("old " + KEY.substring(0, cut)).getBytes(UTF_8));
            keys = masker(KEY, OTHER_KEY);
            cutStream.write((KEY.substring(cut) + " new " + OTHER_KEY + "\n").getBytes(UTF_8));
            assertThat(below.text()).isEqualTo("old **** new ****\n");
        }
    }

    @Test
    void aBuildThatLetsGoOfItsKeysStaysMasked() throws Exception {
        keys = masker(KEY);
        write("one " + KEY.substring(0, 20));
        keys = Masker.NONE;
        write(KEY.substring(20) + " two " + KEY + "\n");
        assertThat(below.text()).isEqualTo("one **** two ****\n");
    }

    @Test
    void consoleNotesComeThroughUnharmed() throws Exception {
        keys = masker(KEY);
        String link = HyperlinkNote.encodeTo("https://app.baseten.co/models", "the models");
        String line = "aBcD" + link + "'" + ConsoleNote.PREAMBLE_STR + "not a note\n";
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            below.pieces.clear();
            byte[] bytes = (line + KEY + "\n" + line).getBytes(UTF_8);
            for (int done = 0; done < bytes.length; ) {
                int length = Math.min(bytes.length - done, 1 + random.nextInt(40));
                stream.write(bytes, done, length);
                stream.flush();
                done += length;
            }
            assertThat(below.text()).isEqualTo(line + "****\n" + line);
        }
    }

    @Test
    void linesOfOneStreamAreNotHeldBackByAnother() throws Exception {
        keys = masker(KEY);
        LiveMaskingOutputStream branch = new LiveMaskingOutputStream(below, () -> keys);
        write("one: " + KEY.substring(0, 30));
        branch.write("two: a whole line\n".getBytes(UTF_8));
        write(KEY.substring(30) + "\n");
        branch.write("two: another one\n".getBytes(UTF_8));
        assertThat(below.text()).isEqualTo("one: two: a whole line\n****\ntwo: another one\n");
    }

    @Test
    void closingReleasesWhatBecameNoKey() throws Exception {
        keys = masker(KEY);
        write("ends in " + KEY.substring(0, 12));
        assertThat(below.text()).isEqualTo("ends in ");
        stream.close();
        assertThat(below.text()).isEqualTo("ends in " + KEY.substring(0, 12));
    }

    private void write(String text) throws IOException {
        stream.write(text.getBytes(UTF_8));
    }

    private static Masker masker(String... values) throws Exception {
        List<ApiKey> all = new ArrayList<>();
        for (String value : values) {
            all.add(ApiKey.of(value));
        }
        return Masker.of(all);
    }
}
