package io.jenkins.plugins.baseten.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallToolTest {
    @TempDir
    private Path disk;

    private Path home;
    private byte[] jar;

    @BeforeEach
    void install() throws Exception {
        jar = jarOfThisClass();
        home = disk.resolve("tool");
        put(home);
    }

    @Test
    void whatWasInstalledIsThere() {
        assertFalse(check().isMissing());
    }

    @Test
    void nothingIsThereBefore() {
        assertTrue(new ToolCheck(disk.resolve("elsewhere").toString(), sha256()).isMissing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseten-ci.jar", "bin/baseten-ci", "bin/baseten-ci.cmd"})
    void aFileThatWasChangedOrTakenAwayIsPutBack(String name) throws Exception {
        byte[] original = Files.readAllBytes(home.resolve(name));
        Files.write(home.resolve(name), new byte[] {(byte) 0xff, 0, 10});
        assertTrue(check().isMissing());
        put(home);
        assertArrayEquals(original, Files.readAllBytes(home.resolve(name)));
        Files.delete(home.resolve(name));
        assertTrue(check().isMissing());
        put(home);
        assertFalse(check().isMissing());
    }

    @Test
    void aScriptThatCannotBeStartedIsPutBack() throws Exception {
        Files.setPosixFilePermissions(home.resolve("bin/baseten-ci"), PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(check().isMissing());
        put(home);
        assertFalse(check().isMissing());
    }

    @Test
    void aPlantedLinkIsReplacedAndNotWrittenThrough() throws Exception {
        Path precious = Files.writeString(disk.resolve("precious"), "stay");
        Files.delete(home.resolve("bin/baseten-ci"));
        Files.createSymbolicLink(home.resolve("bin/baseten-ci"), precious);
        put(home);
        assertEquals("stay", Files.readString(precious));
        assertFalse(check().isMissing());
    }

    @Test
    void nothingElseStaysBehind() throws Exception {
        put(home);
        try (Stream<Path> files = Files.walk(home)) {
            assertEquals(
                    List.of("baseten-ci", "baseten-ci.cmd", "baseten-ci.jar"),
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blanks", "'\"quotes\"'", "$HOME $(touch x) `touch x`", "-n;&|<>*?", "new\nline"})
    void theCommandStartsFromWhateverDirectory(String name) throws Exception {
        Path hostile = disk.resolve(name);
        put(hostile);
        Result result = run(hostile, System.getProperty("java.home") + "/bin/java", "two words", "$HOME", "");
        assertEquals("[two words, $HOME, ]\n", result.out());
        assertEquals(0, result.code());
        assertFalse(Files.exists(disk.resolve("x")));
    }

    @Test
    void optionsForOtherJvmsOfTheJobDoNotReachTheCommand() throws Exception {
        Result result = run(
                home,
                System.getProperty("java.home") + "/bin/java",
                Map.of(
                        "JAVA_TOOL_OPTIONS", "-javaagent:/nowhere.jar",
                        "_JAVA_OPTIONS", "-Xmx64t",
                        "JDK_JAVA_OPTIONS", "-XX:NoSuchOption",
                        "CLASSPATH", "/nowhere.jar"),
                "whoami");
        assertEquals("[whoami]\n", result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "de_DE.ISO-8859-1", "xx_YY.UTF-8"})
    void theCommandReadsUtf8WhateverTheLocaleOfTheJob(String locale) throws Exception {
        Result result = run(home, System.getProperty("java.home") + "/bin/java", Map.of("LC_ALL", locale), "encoding");
        assertEquals("[encoding]\nUTF-8\n", result.out());
    }

    @Test
    void aJarWithoutTheTextIsNotInstalled() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, new Manifest()).close();
        Path empty = disk.resolve("empty");
        assertThrows(IOException.class, () -> new InstallTool(bytes.toByteArray()).invoke(empty.toFile(), null));
        assertTrue(new ToolCheck(empty.toString(), sha256()).isMissing());
    }

    @Test
    void theExitCodeIsThatOfTheCommand() throws Exception {
        assertEquals(
                7,
                run(home, System.getProperty("java.home") + "/bin/java", "exit").code());
    }

    @Test
    void withoutJavaOneSentenceSaysSo() throws Exception {
        Result result = run(home, "/nonexistent/java");
        assertEquals(
                "baseten-ci: there is no Java here; in a container, use an image with Java 17 or later\n",
                result.out());
        assertEquals(127, result.code());
    }

    @Test
    void whereTheJarCannotBeReadOneSentenceSaysSo() throws Exception {
        Files.delete(home.resolve("baseten-ci.jar"));
        Result result = run(home, System.getProperty("java.home") + "/bin/java");
        assertEquals(
                "baseten-ci: " + home.resolve("baseten-ci.jar")
                        + " cannot be read here; a container must mount that directory\n",
                result.out());
        assertEquals(127, result.code());
    }

    private record Result(int code, String out) {}

    private Result run(Path tool, String java, String... arguments) throws Exception {
        return run(tool, java, Map.of(), arguments);
    }

    private Result run(Path tool, String java, Map<String, String> job, String... arguments) throws Exception {
        ProcessBuilder process = new ProcessBuilder(
                        Stream.concat(Stream.of(tool.resolve("bin/baseten-ci").toString()), Stream.of(arguments))
                                .toList())
                .directory(disk.toFile())
                .redirectErrorStream(true);
        process.environment().clear();
        process.environment()
                .putAll(Map.of(
                        "BASETEN_CI_JAVA",
                        java,
                        "BASETEN_CI_JAR",
                        tool.resolve("baseten-ci.jar").toString(),
                        "PATH",
                        "/nonexistent"));
        process.environment().putAll(job);
        Process running = process.start();
        String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(running.waitFor(), out);
    }

    private void put(Path where) throws IOException {
        new InstallTool(jar).invoke(where.toFile(), null);
    }

    private ToolCheck check() {
        return new ToolCheck(home.toString(), sha256());
    }

    private String sha256() {
        return HexFormat.of().formatHex(ToolCheck.sha256().digest(jar));
    }

    /** A jar whose program says its arguments. */
    private static byte[] jarOfThisClass() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SaysItsArguments.class.getName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String name = SaysItsArguments.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(bytes, manifest);
                var in = SaysItsArguments.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new ZipEntry(name));
            in.transferTo(out);
            out.putNextEntry(new ZipEntry(ShellScript.TEXT));
            Files.copy(Path.of("../cli-shim/cli/src/main/launcher/launch.sh"), out);
        }
        return bytes.toByteArray();
    }

    /** Stands for the command. */
    static final class SaysItsArguments {
        public static void main(String[] arguments) {
            System.out.println(List.of(arguments));
            if (List.of(arguments).contains("encoding")) {
                System.out.println(System.getProperty("sun.jnu.encoding"));
            }
            System.exit(List.of(arguments).contains("exit") ? 7 : 0);
        }
    }
}
