package io.github.basetenci.key;

import static io.github.basetenci.key.FakeKeys.key;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MaskingOutputStreamTest {
  private static final List<ApiKey> KEYS = List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL);
  private static final Masker MASKER = Masker.of(KEYS);
  private static final String PLAIN = FakeKeys.PLAIN.reveal();

  private final ByteArrayOutputStream passedOn = new ByteArrayOutputStream();
  private final MaskingOutputStream stream = new MaskingOutputStream(passedOn, MASKER);

  private String written() {
    return passedOn.toString(US_ASCII);
  }

  private void write(String text) throws IOException {
    stream.write(text.getBytes(US_ASCII));
  }

  /** Every form of both keys, apart from each other by text that belongs to none. */
  private static List<String> everyForm() {
    List<String> forms = new ArrayList<>();
    KEYS.forEach(key -> forms.addAll(KeyForms.of(key)));
    return forms;
  }

  @Test
  void everyFormCutAtEveryByteIsMaskedInTwoInterleavedStreams() throws IOException {
    List<String> forms = everyForm();
    byte[] there = String.join(" \t ", forms).getBytes(US_ASCII);
    String maskedThere = String.join(" \t ", Collections.nCopies(forms.size(), "****"));
    Collections.reverse(forms);
    byte[] back = (">\n" + String.join(" \n ", forms)).getBytes(US_ASCII);
    String maskedBack = ">\n" + String.join(" \n ", Collections.nCopies(forms.size(), "****"));

    for (int cut = 0; cut <= back.length; cut++) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      ByteArrayOutputStream other = new ByteArrayOutputStream();
      try (MaskingOutputStream first = new MaskingOutputStream(one, MASKER);
          MaskingOutputStream second = new MaskingOutputStream(other, MASKER)) {
        int cutThere = Math.min(cut, there.length);
        first.write(there, 0, cutThere);
        second.write(back, 0, cut);
        first.flush();
        second.flush();
        second.write(back, cut, back.length - cut);
        first.write(there, cutThere, there.length - cutThere);
      }
      assertThat(one.toString(US_ASCII)).isEqualTo(maskedThere);
      assertThat(other.toString(US_ASCII)).isEqualTo(maskedBack);
    }
  }

  @Test
  void everyFormCutIntoManyPiecesIsMasked() throws IOException {
    List<String> forms = everyForm();
    byte[] text = String.join(" , ", forms).getBytes(US_ASCII);
    String masked = String.join(" , ", Collections.nCopies(forms.size(), "****"));
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int longestPiece = 1 + random.nextInt(90);
      try (MaskingOutputStream cut = new MaskingOutputStream(out, MASKER)) {
        for (int done = 0; done < text.length; ) {
          int piece = Math.min(text.length - done, random.nextInt(longestPiece + 1));
          cut.write(text, done, piece);
          done += piece;
        }
      }
      assertThat(out.toString(US_ASCII)).isEqualTo(masked);
    }
  }

  @Test
  void keyWrittenByteByByteIsMasked() throws IOException {
    for (byte b : ("key " + PLAIN + "\n").getBytes(US_ASCII)) {
      stream.write(b);
    }
    assertThat(written()).isEqualTo("key ****\n");
  }

  @Test
  void textThatCannotBecomeAKeyIsPassedOnAtOnce() throws IOException {
    write("Continue? ");
    assertThat(written()).isEqualTo("Continue? ");
  }

  @Test
  void onlyWhatCouldBecomeAKeyIsWithheld() throws IOException {
    write("key " + PLAIN.substring(0, 20));
    assertThat(written()).isEqualTo("key ");
    write(" ");
    assertThat(written()).isEqualTo("key " + PLAIN.substring(0, 20) + " ");
  }

  @Test
  void keyIsMaskedAsSoonAsItIsWhole() throws IOException {
    write("key " + PLAIN);
    assertThat(written()).isEqualTo("key ****");
  }

  @Test
  void keyThatMayGoOnAsALongerFormIsMaskedAtOnceAndOnce() throws IOException {
    Masker masker = Masker.of(List.of(key("fake-key"), key("fake-key-with-more")));
    try (MaskingOutputStream out = new MaskingOutputStream(passedOn, masker)) {
      out.write("fake-key".getBytes(US_ASCII));
      assertThat(written()).isEqualTo("****");
      out.write("-with-mor".getBytes(US_ASCII));
      assertThat(written()).isEqualTo("****");
      out.write("e.".getBytes(US_ASCII));
      assertThat(written()).isEqualTo("****.");
      out.write("fake-key-with-mor".getBytes(US_ASCII));
    }
    assertThat(written()).isEqualTo("****.****-with-mor");
  }

  @Test
  void flushReleasesNothingThatCouldBecomeAKey() throws IOException {
    write("key " + PLAIN.substring(0, 20));
    stream.flush();
    assertThat(written()).isEqualTo("key ");
    write(PLAIN.substring(20));
    assertThat(written()).isEqualTo("key ****");
  }

  @Test
  void closeReleasesWhatIsWithheld() throws IOException {
    write("key " + PLAIN.substring(0, 20));
    stream.close();
    stream.close();
    assertThat(written()).isEqualTo("key " + PLAIN.substring(0, 20));
  }

  @Test
  void finishReleasesWhatIsWithheldAndTheStreamGoesOn() throws IOException {
    write(PLAIN.substring(0, 20));
    stream.finish();
    assertThat(written()).isEqualTo(PLAIN.substring(0, 20));
    write(" and " + PLAIN);
    assertThat(written()).endsWith(" and ****");
  }

  @Test
  void everyFormCutAtEveryByteByASwitchToMoreKeysIsMasked() throws IOException {
    Masker before = Masker.of(List.of(FakeKeys.PLAIN));
    for (String form : KeyForms.of(FakeKeys.PLAIN)) {
      for (int cut = 1; cut < form.length(); cut++) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MaskingOutputStream switched = new MaskingOutputStream(out, before)) {
          switched.write(("< " + form.substring(0, cut)).getBytes(US_ASCII));
          switched.switchTo(MASKER);
          switched.write((form.substring(cut) + " >").getBytes(US_ASCII));
        }
        assertThat(out.toString(US_ASCII)).startsWith("< ****").doesNotContain(form);
      }
    }
  }

  @Test
  void whatIsWithheldAtASwitchIsPassedOnOnceItIsNoKey() throws IOException {
    write("say " + PLAIN.substring(0, 5));
    stream.switchTo(Masker.of(List.of(FakeKeys.SPECIAL)));
    assertThat(written()).isEqualTo("say " + PLAIN.substring(0, 5));
    write(" " + FakeKeys.SPECIAL.reveal() + "\n");
    assertThat(written()).isEqualTo("say " + PLAIN.substring(0, 5) + " ****\n");
  }

  @Test
  void aLaterSwitchCountsFromTheNextWriteOn() throws IOException {
    write("say " + PLAIN.substring(0, 5));
    stream.switchLater(Masker.of(List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL)));
    write(PLAIN.substring(5) + " " + FakeKeys.SPECIAL.reveal() + "\n");
    assertThat(written()).isEqualTo("say **** ****\n");
  }

  @Test
  void aLaterSwitchWaitsForNoWriteThatIsInProgress() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writing.countDown();
            Await.until("somebody reads", () -> read.getCount() == 0);
            out.write(bytes, offset, length);
          }
        };
    try (MaskingOutputStream blocked = new MaskingOutputStream(slow, Masker.NONE)) {
      Thread writer = new Thread(() -> print(blocked, "first\n"));
      writer.start();
      writing.await();

      blocked.switchLater(MASKER);

      read.countDown();
      Await.end(writer);
      print(blocked, PLAIN + "\n");
    }
    assertThat(out.toString(US_ASCII)).isEqualTo("first\n****\n");
  }

  private static void print(OutputStream to, String text) {
    try {
      to.write(text.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void writeAfterCloseFails() throws IOException {
    stream.close();
    assertThatThrownBy(() -> write("x"))
        .isInstanceOf(IOException.class)
        .hasMessage("the masked stream is closed");
  }

  @Test
  void otherHalfOfAKeyDoesNotFollowAFailedWrite() throws IOException {
    FailingStream target = new FailingStream();
    MaskingOutputStream out = new MaskingOutputStream(target, MASKER);
    target.failing = true;
    byte[] half = ("a long enough line, and then " + PLAIN.substring(0, 30)).getBytes(US_ASCII);
    assertThatThrownBy(() -> out.write(half)).hasMessage("disk full");
    target.failing = false;
    byte[] otherHalf = PLAIN.substring(30).getBytes(US_ASCII);
    assertThatThrownBy(() -> out.write(otherHalf)).hasMessageContaining("stream is broken");
    out.close();
    assertThat(target.received.toString(US_ASCII)).isEmpty();
    assertThat(target.closed).isTrue();
  }

  @Test
  void lineWithKeysIsOneWriteBelow() throws IOException {
    List<String> writes = new ArrayList<>();
    OutputStream recorder =
        new OutputStream() {
          @Override
          public void write(int b) {
            writes.add(String.valueOf((char) b));
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes.add(new String(bytes, offset, length, US_ASCII));
          }
        };
    try (MaskingOutputStream out = new MaskingOutputStream(recorder, MASKER)) {
      out.write(("one " + PLAIN + " two " + PLAIN + " three\n").getBytes(US_ASCII));
      out.write(("four " + PLAIN.substring(0, 9)).getBytes(US_ASCII));
      out.write((PLAIN.substring(9) + " five\n").getBytes(US_ASCII));
    }
    assertThat(writes).containsExactly("one **** two **** three\n", "four ", "**** five\n");
  }

  @Test
  void linesOfSeveralThreadsStayWhole() throws Exception {
    int threads = 4;
    int lines = 2000;
    CountDownLatch start = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      byte[] line = ("thread " + i + " " + PLAIN + " says\n").getBytes(US_ASCII);
      done.add(
          pool.submit(
              () -> {
                start.countDown();
                start.await();
                for (int n = 0; n < lines; n++) {
                  stream.write(line);
                }
                return null;
              }));
    }
    for (Future<?> future : done) {
      future.get();
    }
    pool.shutdown();
    assertThat(written().lines())
        .hasSize(threads * lines)
        .allMatch(l -> l.matches("thread \\d \\*{4} says"));
  }

  @Test
  void withoutKeysEverythingIsPassedOnAtOnce() throws IOException {
    MaskingOutputStream out = new MaskingOutputStream(passedOn, Masker.NONE);
    out.write(PLAIN.getBytes(US_ASCII));
    assertThat(written()).isEqualTo(PLAIN);
    out.close();
  }

  private static final class FailingStream extends OutputStream {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean failing;
    private boolean closed;

    @Override
    public void write(int b) throws IOException {
      if (failing) {
        throw new IOException("disk full");
      }
      received.write(b);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
