import com.sun.management.OperatingSystemMXBean;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * {@code MaskerCost MEBIBYTES KEYS}: masks a log in lines, and prints CPU milliseconds to make the
 * masker, its megabytes, and CPU milliseconds for the log. Run as a source file.
 */
public final class MaskerCost {
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private MaskerCost() {}

  public static void main(String[] args) throws Exception {
    int mebibytes = Integer.parseInt(args[0]);
    Random random = new Random(42);
    List<ApiKey> keys = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      keys.add(ApiKey.of(word(random, 8) + "." + word(random, 32)));
    }
    List<byte[]> lines = new ArrayList<>();
    for (int bytes = 0; bytes < 1 << 20; bytes += lines.get(lines.size() - 1).length) {
      String line = "2026-11-30T10:20:30 INFO step " + lines.size() + " built layer " + word(random, 50) + " in 3 s\n";
      lines.add(line.getBytes(StandardCharsets.US_ASCII));
    }
    long before = used();
    long begin = SYSTEM.getProcessCpuTime();
    Masker masker = Masker.of(keys);
    double making = (SYSTEM.getProcessCpuTime() - begin) / 1e6;
    double megabytes = (used() - before) / 1e6;
    mask(masker, lines, Math.max(1, mebibytes / 4)); // what the compilers need
    begin = SYSTEM.getProcessCpuTime();
    mask(masker, lines, mebibytes);
    System.out.printf("%.3f %.3f %.3f%n", making, megabytes, (SYSTEM.getProcessCpuTime() - begin) / 1e6);
  }

  private static void mask(Masker masker, List<byte[]> lines, int times) throws Exception {
    try (MaskingOutputStream out = new MaskingOutputStream(OutputStream.nullOutputStream(), masker)) {
      for (int i = 0; i < times; i++) {
        for (byte[] line : lines) {
          out.write(line, 0, line.length);
        }
      }
    }
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      // A moment for the collector. This makes a figure of a table, and decides nothing.
      Thread.sleep(50);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }
}
