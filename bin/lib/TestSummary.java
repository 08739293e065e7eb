import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Says from Surefire's reports what ran in each module, what was skipped and why, and what was left
 * out. The last line is {@code N passed, N failed, N skipped}; the exit code is 1 when a test
 * failed or none ran.
 *
 * <p>Run from the repository's root: {@code java bin/lib/TestSummary.java [--all] MODULE...}
 */
class TestSummary {
  private static final int REASON_LENGTH = 200;

  public static void main(String[] args) throws Exception {
    Tally total = new Tally();
    boolean all = false;
    for (String arg : args) {
      if (arg.equals("--all")) {
        all = true;
      } else {
        Module module = Module.read(Path.of(arg));
        total.add(module.tally);
        System.out.println(module.describe(all));
      }
    }
    System.out.println(total);
    System.exit(total.failed > 0 || total.passed == 0 ? 1 : 0);
  }

  private static final class Tally {
    int passed;
    int failed;
    int skipped;

    void add(Tally other) {
      passed += other.passed;
      failed += other.failed;
      skipped += other.skipped;
    }

    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }
  }

  /** What one Maven module's reports say. */
  private static final class Module {
    private final Path directory;
    private final Tally tally = new Tally();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, List<String>> skippedByReason = new LinkedHashMap<>();
    private double seconds;
    private boolean reported;

    private Module(Path directory) {
      this.directory = directory;
    }

    static Module read(Path directory) throws Exception {
      Module module = new Module(directory);
      for (Path report : files(directory.resolve("target/surefire-reports"), "TEST-.*\\.xml")) {
        module.add(report);
      }
      return module;
    }

    private void add(Path report) throws Exception {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Element suite = factory.newDocumentBuilder().parse(report.toFile()).getDocumentElement();
      reported = true;
      seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
      NodeList cases = suite.getElementsByTagName("testcase");
      if (cases.getLength() == 0) {
        // Surefire drops the reason when @BeforeAll makes the assumption.
        skip(simpleName(suite.getAttribute("name")), "the class stopped before its first test");
      }
      for (int i = 0; i < cases.getLength(); i++) {
        add((Element) cases.item(i));
      }
    }

    private void add(Element test) {
      String method = test.getAttribute("name");
      String name =
          simpleName(test.getAttribute("classname")) + (method.isEmpty() ? "" : "." + method);
      Element skip = (Element) test.getElementsByTagName("skipped").item(0);
      if (skip != null) {
        skip(name, reason(skip));
      } else if (test.getElementsByTagName("failure").getLength()
              + test.getElementsByTagName("error").getLength()
          > 0) {
        tally.failed++;
        failures.add(name);
      } else {
        tally.passed++;
      }
    }

    private void skip(String test, String reason) {
      tally.skipped++;
      skippedByReason.computeIfAbsent(reason, r -> new ArrayList<>()).add(test);
    }

    /**
     * A condition's reason is in the attribute, an assumption's in the first line of its stack
     * trace.
     */
    private static String reason(Element skip) {
      String text = skip.getAttribute("message");
      if (text.isBlank()) {
        text =
            skip.getTextContent()
                .strip()
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^[\\w.$]+: ", "");
      }
      text = text.replaceFirst("^Assumption failed: ", "").replaceAll("\\s+", " ").strip();
      if (text.isEmpty()) {
        return "no reason given";
      }
      return text.length() > REASON_LENGTH ? text.substring(0, REASON_LENGTH) + "..." : text;
    }

    String describe(boolean all) {
      List<String> lines = new ArrayList<>();
      if (reported) {
        lines.add(String.format(Locale.ROOT, "%s: %s (%.1f s)", directory, tally, seconds));
      } else {
        lines.add(directory + ": no test ran");
      }
      failures.forEach(name -> lines.add("failed: " + name));
      skippedByReason.forEach(
          (reason, tests) -> lines.add("skipped: " + String.join(", ", tests) + ": " + reason));
      if (!all) {
        List<String> names = longTests();
        if (!names.isEmpty()) {
          lines.add(
              "left out: the long tests of "
                  + String.join(", ", names)
                  + ": bin/test --all runs them");
        }
      }
      return String.join("\n  ", lines);
    }

    private List<String> longTests() {
      return files(directory.resolve("src/test/java"), ".*\\.java").stream()
          .filter(
              file ->
                  text(file).contains("@Tag(\"long\")") || text(file).contains("extends FuzzTest"))
          .map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
          .toList();
    }

    private static List<Path> files(Path directory, String name) {
      if (!Files.isDirectory(directory)) {
        return List.of();
      }
      try (Stream<Path> tree = Files.walk(directory)) {
        return tree.filter(file -> file.getFileName().toString().matches(name)).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String simpleName(String className) {
      return className.substring(className.lastIndexOf('.') + 1);
    }
  }
}
