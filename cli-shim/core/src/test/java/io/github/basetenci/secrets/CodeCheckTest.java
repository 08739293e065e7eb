package io.github.basetenci.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is an error in code fails for sure; what may fail is a warning. In truss 0.18 a secret that
 * is missing raises SecretNotFound, which is no KeyError: neither {@code in} nor {@code get} nor
 * {@code except KeyError} holds it off.
 */
class CodeCheckTest {
  private static final String ERROR = "use-not-declared";
  private static final String GUARDED = "guarded-use";
  private static final String UNCLEAR = "unclear-use";
  private static final String NOTHING = "";

  static Stream<Arguments> load() {
    return Stream.of(
        // Plain reads.
        Arguments.of(ERROR, "a = self._secrets['x']"),
        Arguments.of(ERROR, "a = self._secrets[\"x\"]"),
        Arguments.of(ERROR, "a = self._secrets[r'x']"),
        Arguments.of(ERROR, "a = self._secrets['''x''']"),
        Arguments.of(ERROR, "a = self._secrets['' 'x']"),
        Arguments.of(ERROR, "a = self._secrets[\n    'x'  # the token\n]"),
        Arguments.of(ERROR, "a = self._secrets \\\n    ['x']"),
        Arguments.of(ERROR, "call(a, key=self._secrets['x'])"),
        Arguments.of(ERROR, "return [self._secrets['x']]"),
        Arguments.of(ERROR, "a = {'k': self._secrets['x']}"),
        Arguments.of(ERROR, "a = lambda: self._secrets['x']"),
        Arguments.of(ERROR, "self.client = Client(self._secrets['x']).open()"),
        Arguments.of(ERROR, "print(self._secrets['x']['y'])"),
        Arguments.of(ERROR, "if a: print(self._secrets['x'])"),
        Arguments.of(ERROR, "x = 1; y = self._secrets['x']"),
        Arguments.of(ERROR, "with open(self._secrets['x']) as f:\n    pass"),
        Arguments.of(ERROR, "for a in self._secrets['x'].split():\n    pass"),
        Arguments.of(ERROR, "def inner():\n    return self._secrets['x']"),
        Arguments.of(ERROR, "async def inner():\n    return await call(self._secrets['x'])"),
        Arguments.of(ERROR, "class C:\n    a = 1\nb = self._secrets['x']"),
        // Strings that compute.
        Arguments.of(ERROR, "a = f\"Bearer {self._secrets['x']}\""),
        Arguments.of(ERROR, "a = f\"Bearer {self._secrets[\"x\"]}\""),
        Arguments.of(ERROR, "a = f'''\n{self._secrets[\"x\"]!r:>{w}}\n'''"),
        Arguments.of(ERROR, "a = rf'{1:{self._secrets[\"x\"]}}'"),
        Arguments.of(NOTHING, "a = f\"{{self._secrets['x']}}\""),
        Arguments.of(NOTHING, "a = self._secrets[f'{x}']"),
        Arguments.of(NOTHING, "a = self._secrets[name]"),
        Arguments.of(NOTHING, "a = self._secrets['x' + suffix]"),
        Arguments.of(NOTHING, "a = self._secrets['x'.upper()]"),
        Arguments.of(NOTHING, "a = self._secrets[b'x']"),
        // Text that is no code.
        Arguments.of(NOTHING, "# a = self._secrets['x']"),
        Arguments.of(NOTHING, "a = 1  # self._secrets['x']"),
        Arguments.of(NOTHING, "\"\"\"Reads self._secrets['x'].\"\"\""),
        Arguments.of(NOTHING, "a = \"self._secrets['x']\""),
        Arguments.of(NOTHING, "a = '''\nself._secrets[\"x\"]\n'''"),
        Arguments.of(NOTHING, "a = 'it\\'s self._secrets[0]'  # \"x\""),
        Arguments.of(NOTHING, "log.info(\"set secrets['x'] first\")"),
        // Guards, which truss passes by.
        Arguments.of(GUARDED, "a = self._secrets.get('x')"),
        Arguments.of(GUARDED, "a = self._secrets.get('x', 'none')"),
        Arguments.of(GUARDED, "a = (self._secrets or {}).get('x')"),
        Arguments.of(GUARDED, "if 'x' in self._secrets:\n    a = self._secrets['x']"),
        Arguments.of(GUARDED, "if 'x' in self._secrets: a = self._secrets['x']"),
        Arguments.of(GUARDED, "if b and 'x' in self._secrets:\n    a = self._secrets['x']"),
        Arguments.of(GUARDED, "if ('x' in self._secrets):\n    a = self._secrets['x']"),
        Arguments.of(GUARDED, "if (b or 'x' in self._secrets) and c:\n    a = self._secrets['x']"),
        Arguments.of(GUARDED, "a = self._secrets['x'] if 'x' in self._secrets else None"),
        Arguments.of(GUARDED, "a = 'x' in self._secrets and self._secrets['x']"),
        Arguments.of(GUARDED, "a = [self._secrets['x'] for b in c if 'x' in self._secrets]"),
        Arguments.of(GUARDED, "if 'x' not in self._secrets:\n    return\na = self._secrets['x']"),
        Arguments.of(
            GUARDED, "if 'x' not in self._secrets:\n    raise Error('x')\na = self._secrets['x']"),
        Arguments.of(
            GUARDED,
            "if 'x' not in self._secrets:\n    log('x')\n    sys.exit(1)\na = self._secrets['x']"),
        Arguments.of(
            GUARDED, "if not 'x' in self._secrets:\n    return\nif b:\n    a = self._secrets['x']"),
        Arguments.of(
            GUARDED, "if 'x' not in self._secrets:\n    b = 1\nelse:\n    a = self._secrets['x']"),
        Arguments.of(
            GUARDED,
            "if 'x' not in self._secrets:\n    b = 1\nelif b:\n    a = self._secrets['x']"),
        Arguments.of(
            GUARDED,
            "if 'x' in self._secrets:\n    pass\nelse:\n    return\na = self._secrets['x']"),
        Arguments.of(
            GUARDED, "if b or 'x' not in self._secrets:\n    return\na = self._secrets['x']"),
        Arguments.of(
            GUARDED,
            "for b in c:\n    if 'x' not in self._secrets:\n        continue\n"
                + "    a = self._secrets['x']"),
        Arguments.of(GUARDED, "while 'x' in self._secrets:\n    a = self._secrets['x']"),
        Arguments.of(GUARDED, "assert 'x' in self._secrets\na = self._secrets['x']"),
        Arguments.of(GUARDED, "has = 'x' in self._secrets\nif has:\n    a = self._secrets['x']"),
        Arguments.of(GUARDED, "if self._secrets.get('x'):\n    a = self._secrets['x']"),
        Arguments.of(
            GUARDED, "if self._secrets.get('x') is None:\n    return\na = self._secrets['x']"),
        Arguments.of(GUARDED, "if self._secrets.get('x') is not None:\n    a = self._secrets['x']"),
        Arguments.of(
            GUARDED, "if 'x' in self._secrets:\n    def f():\n        return self._secrets['x']"),
        Arguments.of(GUARDED, "try:\n    a = self._secrets['x']\nexcept KeyError:\n    a = None"),
        Arguments.of(
            GUARDED,
            "try:\n    if b:\n        a = self._secrets['x']\nexcept (ValueError, KeyError) as e:\n"
                + "    a = None"),
        Arguments.of(GUARDED, "with contextlib.suppress(KeyError):\n    a = self._secrets['x']"),
        Arguments.of(
            GUARDED,
            "try:\n    a = self._secrets['x']\nexcept Exception:\n    if b:\n        raise"),
        // What catches it.
        Arguments.of(NOTHING, "try:\n    a = self._secrets['x']\nexcept Exception:\n    a = None"),
        Arguments.of(NOTHING, "try:\n    a = self._secrets['x']\nexcept:\n    pass"),
        Arguments.of(NOTHING, "try: a = self._secrets['x']\nexcept SecretNotFound: a = None"),
        Arguments.of(
            NOTHING,
            "try:\n    a = self._secrets['x']\nexcept KeyError:\n    raise\nexcept Exception:\n"
                + "    a = None\nfinally:\n    b = 1"),
        Arguments.of(NOTHING, "with suppress(Exception):\n    a = self._secrets.get('x')"),
        // What looks like a guard, and is none.
        Arguments.of(ERROR, "if 'x' in self._secrets:\n    b = 1\na = self._secrets['x']"),
        Arguments.of(ERROR, "if 'y' in self.other:\n    a = self._secrets['x']"),
        Arguments.of(ERROR, "if 'x' in other:\n    a = self._secrets['x']"),
        Arguments.of(ERROR, "if 'x' not in self._secrets:\n    a = self._secrets['x']"),
        Arguments.of(
            ERROR, "if 'x' in self._secrets:\n    b = 1\nelse:\n    a = self._secrets['x']"),
        Arguments.of(ERROR, "if 'x' not in self._secrets:\n    log('x')\na = self._secrets['x']"),
        Arguments.of(
            ERROR, "if b and 'x' not in self._secrets:\n    return\na = self._secrets['x']"),
        Arguments.of(ERROR, "if b or 'x' in self._secrets:\n    a = self._secrets['x']"),
        Arguments.of(
            ERROR, "try:\n    a = self._secrets['x']\nexcept KeyError:\n    raise ValueError('x')"),
        Arguments.of(ERROR, "try:\n    a = self._secrets['x']\nexcept ValueError:\n    pass"),
        Arguments.of(ERROR, "try:\n    b = 1\nexcept KeyError:\n    a = self._secrets['x']"),
        Arguments.of(
            ERROR,
            "try:\n    b = 1\nexcept Exception:\n    b = 2\nelse:\n    a = self._secrets['x']"),
        Arguments.of(
            ERROR,
            "try:\n    def f():\n        return self._secrets['x']\nexcept Exception:\n    pass"),
        Arguments.of(ERROR, "with open('f') as suppress:\n    a = self._secrets['x']"),
        Arguments.of(GUARDED, "a = self._secrets.get('x')\nb = self._secrets['x']"),
        // Other names for it.
        Arguments.of(ERROR, "s = self._secrets\na = s['x']"),
        Arguments.of(ERROR, "s: dict = self._secrets\na = s['x']"),
        Arguments.of(ERROR, "s, b = self._secrets, 1\na = s['x']"),
        Arguments.of(ERROR, "s = t = self._secrets or {}\na = t['x']"),
        Arguments.of(ERROR, "if (s := self._secrets):\n    a = s['x']"),
        Arguments.of(ERROR, "secrets = self._secrets\na = secrets['x']"),
        Arguments.of(ERROR, "self.alias = self._secrets\na = self.alias['x']"),
        Arguments.of(UNCLEAR, "a = self.secrets['x']"),
        Arguments.of(UNCLEAR, "a = self._config['secrets']['x']"),
        Arguments.of(NOTHING, "a = self.secrets.get('x')"),
        // Other objects.
        Arguments.of(NOTHING, "import secrets\na = secrets['x']"),
        Arguments.of(NOTHING, "import secrets as s\na = s['x']"),
        Arguments.of(NOTHING, "from vault import secrets\na = secrets['x']"),
        Arguments.of(NOTHING, "from vault import read as secrets\na = secrets['x']"),
        Arguments.of(NOTHING, "secrets = {'x': 1}\na = secrets['x']"),
        Arguments.of(NOTHING, "secrets = json.load(f)\na = secrets['x']"),
        Arguments.of(NOTHING, "secrets = dict(self._secrets)\na = secrets['x']"),
        Arguments.of(NOTHING, "with vault() as secrets:\n    a = secrets['x']"),
        Arguments.of(NOTHING, "for secrets in pages:\n    a = secrets['x']"),
        Arguments.of(NOTHING, "a = streamlit.secrets['x']"),
        Arguments.of(NOTHING, "a = self.vault.secrets['x']"),
        Arguments.of(NOTHING, "a = self.my_secrets['x']"),
        Arguments.of(NOTHING, "a = response['secrets']['x']"),
        Arguments.of(NOTHING, "a = vault()['secrets']['x']"),
        Arguments.of(NOTHING, "self._secrets['x'] = 1"),
        Arguments.of(NOTHING, "del self._secrets['x']"),
        Arguments.of(UNCLEAR, "a = secrets['x']"),
        Arguments.of(UNCLEAR, "def f(secrets):\n    return secrets['x']"),
        Arguments.of(NOTHING, "def f(secrets):\n    return secrets.get('x')"),
        Arguments.of(NOTHING, "def f(path):\n    secrets = read(path)\n    return secrets['x']"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("load")
  void aReadInAMethodOfTheModel(String expected, String code) {
    assertThat(
            rules(
                """
                import sys
                class Model:
                    def __init__(self, **kwargs):
                        self._secrets = kwargs["secrets"]

                    def load(self):
                        pass
                """
                    + indented(code, 8)))
        .as(code)
        .isEqualTo(expected);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(
            ERROR,
            """
            class Model:
                def __init__(self, config, secrets, data_dir=f(1, [2])):
                    self.key = secrets["x"]
            """),
        Arguments.of(
            ERROR,
            """
            class Model:
                def __init__(self, **options):
                    self.key = options["secrets"]["x"]
            """),
        Arguments.of(
            ERROR,
            """
            class Model:
                def __init__(self, **kwargs):
                    self.secrets = kwargs.get("secrets", {})
                def predict(self, request):
                    return self.secrets["x"]
            """),
        Arguments.of(
            ERROR,
            """
            class Model:
                def __init__(self, **kwargs):
                    self.store = None
                    self.store = kwargs.pop("secrets")
                def predict(self, request):
                    secrets = self.store
                    return secrets["x"]
            """),
        Arguments.of(
            ERROR,
            """
            class Base:
                def __init__(self, **kwargs):
                    self._secrets = kwargs["secrets"]
            class Model(Base):
                def load(self):
                    return self._secrets["x"]
            """),
        Arguments.of(
            ERROR,
            """
            import secrets
            class Model:
                def __init__(self, secrets):
                    self.token = secrets["x"]
            """),
        Arguments.of(
            GUARDED,
            """
            class Model:
                def __init__(self, **kwargs):
                    self._secrets = kwargs["secrets"]
                    if "x" not in self._secrets:
                        raise ValueError("no x")
                def load(self):
                    return self._secrets["x"]
            """),
        Arguments.of(
            GUARDED,
            """
            class Model:
                def predict(self):
                    return self._secrets["x"]
                def load(self):
                    if "x" not in self._secrets: raise ValueError("no x")
                def __init__(self, **kwargs):
                    self._secrets = kwargs["secrets"]
            """),
        Arguments.of(
            ERROR,
            """
            class Model:
                def __init__(self, **kwargs):
                    self._secrets = kwargs["secrets"]
                def predict(self):
                    if "x" not in self._secrets: return
                def postprocess(self):
                    return self._secrets["x"]
            """),
        Arguments.of(
            ERROR,
            """
            class Model:
                def __init__(self, **kwargs):
                    self._secrets = kwargs["secrets"]
                def load(self):
                    if "x" in self._secrets:
                        a = self._secrets["x"]
                    b = self._secrets["x"]
            """),
        Arguments.of(
            UNCLEAR,
            """
            class Model:
                def __init__(self, **kwargs):
                    self._secrets = kwargs["secrets"] if kwargs else {}
                    self._secrets = other()
                def load(self):
                    return self._secrets["x"]
            """),
        Arguments.of(
            NOTHING,
            """
            class Model:
                def __init__(self, **kwargs):
                    self._secrets = other()
                def load(self):
                    return self._secrets["x"]
            """),
        Arguments.of(
            UNCLEAR,
            """
            class Client:
                def __init__(self, secrets):
                    self.token = secrets["x"]
            """),
        Arguments.of(
            NOTHING,
            """
            import secrets
            def token():
                return secrets["x"]
            """),
        Arguments.of(
            NOTHING,
            """
            class Model:
                '''
                class Model:
                    def load(self):
                        secrets["x"]
                '''
            """),
        Arguments.of(
            ERROR,
            """
            class Model:
            \tdef __init__(self, secrets):
            \t\tself._secrets = secrets
            \tdef load(self):
            \t\tif "x" in self._secrets:
            \t\t\tpass
            \t\treturn self._secrets["x"]
            """));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("files")
  void aReadInAFile(String expected, String code) {
    assertThat(rules(code)).isEqualTo(expected);
    assertThat(rules(code.replace("\n", "\r\n"))).isEqualTo(expected);
  }

  @Test
  void ofSeveralReadsTheWorstIsToldOnce() {
    List<SecretFinding> findings =
        findings(
            """
            class Model:
                def __init__(self, secrets):
                    a = secrets.get("x")

                def load(self):
                    pass
            class Other:
                pass
            """
                + "def f(secrets):\n    return secrets['x']\n");

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).at()).isEqualTo(new SourceLocation("model/model.py", 3, 26));
  }

  @Test
  void aFileOfASecretIsReadInStringsAlone() {
    assertThat(
            findings(
                """
                # open("/secrets/comment")
                def f():
                    '''Reads /secrets/described.'''
                    a = open("/secrets/one").read()
                    b = f"/secrets/two"
                    c = secrets/three
                    d = f"/secrets/{name}"
                """))
        .extracting(SecretFinding::name)
        .containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "\"\"\"",
        "f'{",
        "f'''{",
        "f'{a:{b:{c",
        "\\",
        "\\\r",
        "(((",
        ")))",
        "}",
        "f'}'",
        "é = 1",
        "class",
        "def",
        "class Model",
        "def f(",
        "if",
        "if :",
        "else",
        "async",
        "async def",
        "from x import (a as secrets, b)",
        "x = = 1",
        "lambda: 1:",
        "self.",
        "secrets[",
        "secrets.get(",
        "'x' in secrets",
        "not in secrets",
        "'x' not in",
        "= secrets",
        "secrets =",
        "with suppress(",
        "except",
        "\uFEFFimport a",
        "\f\n\tx",
        "a\u0000b",
        "f\"{x!r}\" f'{y:%H:%M}'",
        "match x:\n case 1: pass"
      })
  void whatIsNoPythonIsPassedOver(String code) {
    findings(code);
    findings("class Model:\n  def __init__(self, secrets):\n    " + code);
    assertThat(rules("def f(secrets):\n    secrets['x']\n" + code)).isEqualTo(UNCLEAR);
  }

  /** Both grow with the file, and neither grows the stack or the time per line. */
  @Test
  void deepAndLongCodeIsRead() {
    StringBuilder levels = new StringBuilder("def f(secrets):\n");
    for (int i = 1; i < 1200; i++) {
      levels.append(" ".repeat(i)).append("if 'a").append(i).append("' in secrets:\n");
    }
    String brackets = "(".repeat(100_000) + ")".repeat(100_000) + "\n";
    String reads = String.join("", Collections.nCopies(20_000, "    a = secrets['x']\n"));

    assertThat(rules(levels.toString() + " ".repeat(1200) + "secrets['x']\n")).isEqualTo(UNCLEAR);
    assertThat(rules("a = " + brackets + "secrets['x']\n")).isEqualTo(UNCLEAR);
    assertThat(rules("def f(secrets):\n" + reads)).isEqualTo(UNCLEAR);
    assertThat(rules("f'" + "{f\"".repeat(5000) + "\nsecrets['x']\n")).isEqualTo(UNCLEAR);
  }

  private static String indented(String code, int columns) {
    return code.lines()
        .map(line -> " ".repeat(columns) + line + "\n")
        .collect(Collectors.joining());
  }

  /** The rule of the finding about {@code x}, empty for none; there is at most one. */
  private static String rules(String code) {
    List<SecretFinding> found = new ArrayList<>(findings(code));
    found.removeIf(finding -> !"x".equals(finding.name()));
    assertThat(found).as(code).hasSizeLessThan(2);
    return found.isEmpty() ? NOTHING : found.get(0).rule().id();
  }

  private static List<SecretFinding> findings(String code) {
    ConfigCheck check = new ConfigCheck("config.yaml", "");
    check.code(List.of(new SourceFile("model/model.py", code)), "model/model.py", "Model");
    return check.findings();
  }
}
