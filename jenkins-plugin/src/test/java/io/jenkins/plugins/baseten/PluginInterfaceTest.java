package io.jenkins.plugins.baseten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.Credentials;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.cli.CLICommand;
import hudson.security.Permission;
import hudson.security.PermissionScope;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.testing.snapshot.InterfaceItem;
import io.github.basetenci.testing.snapshot.InterfaceSnapshot;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.step.WithBasetenStep;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.credentialsbinding.MultiBinding;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;
import org.kohsuke.stapler.ClassDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What a Jenkinsfile, a file of Configuration as Code and a script can rely on is that of the last release, or the
 * changelog tells what is not. What the plugin stores is held by the recordings of {@code RecordedHomeTest}.
 */
class PluginInterfaceTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern MEMBER = Pattern.compile("\\.with\\(\\s*\"([a-z_]+)\"");

    /** What has no symbol, and the parameter that is a list of it. */
    private static final Map<Class<?>, String> LISTS =
            Map.of(RotationPolicy.class, "rotationPolicies", BasetenLogin.class, "remotes");

    private static final Map<String, PermissionScope> SCOPES = Map.of(
            "JENKINS", PermissionScope.JENKINS,
            "ITEM_GROUP", PermissionScope.ITEM_GROUP,
            "ITEM", PermissionScope.ITEM,
            "RUN", PermissionScope.RUN,
            "COMPUTER", PermissionScope.COMPUTER);

    private final InterfaceSnapshot snapshot = new InterfaceSnapshot(ROOT, "jenkins-plugin");
    private final List<InterfaceItem> items = new ArrayList<>();
    private final Map<String, Set<String>> symbols = new TreeMap<>();

    @Test
    void itIsThatOfTheLastReleaseOrTheChangelogTells() throws Exception {
        collect();

        snapshot.check(items);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "step-parameter | withBaseten | credentialsId",
                "parameter | baseten | rotationPolicies",
                "symbol | basetenWorkloadIdentity",
                "permission | Baseten/Rotate",
                "command | baseten-rotate-key",
                "option | baseten-rotate-key | -folder",
                "json | baseten-list-keys | last_used",
                "variable | withBaseten | BASETEN_CONFIG_DIR"
            })
    void aChangeOfAnythingIsFound(String subject) throws Exception {
        collect();
        InterfaceItem item = items.stream()
                .filter(each -> (each.kind() + " | " + String.join(" | ", each.names())).equals(subject))
                .findFirst()
                .orElseThrow();
        List<InterfaceItem> without = new ArrayList<>(items);
        without.remove(item);
        List<InterfaceItem> changed = new ArrayList<>(without);
        changed.add(new InterfaceItem(item.kind(), item.names(), "something else"));

        for (List<InterfaceItem> wrong : List.of(without, changed)) {
            assertThatThrownBy(() -> snapshot.check(wrong))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("`" + item.names().get(item.names().size() - 1) + "`");
        }
    }

    private void collect() throws Exception {
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.jenkins.plugins.baseten")) {
            Class<?> type = each.reflect();
            parameters(type);
            permissions(type);
            if (CLICommand.class.isAssignableFrom(type) && !each.getModifiers().contains(JavaModifier.ABSTRACT)) {
                command(type.asSubclass(CLICommand.class));
            }
        }
        symbols.forEach((name, described) -> add("symbol", name, String.join(", ", described)));
        variables();
    }

    private void parameters(Class<?> type) throws NoSuchMethodException {
        String name = name(type);
        symbols(type);
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
                String[] names = ClassDescriptor.loadParameterNames(constructor);
                assertThat(names).hasSize(constructor.getParameterCount());
                for (int i = 0; i < names.length; i++) {
                    add(kind(type), name, names[i], text(constructor.getGenericParameterTypes()[i]) + ", required");
                }
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String setting = method.getName().substring("set".length());
                add(
                        kind(type),
                        name,
                        setting.substring(0, 1).toLowerCase(Locale.ROOT) + setting.substring(1),
                        text(method.getGenericParameterTypes()[0])
                                + (method.isAnnotationPresent(Deprecated.class) ? ", deprecated" : ""));
            }
        }
    }

    private void symbols(Class<?> type) {
        Symbol symbol = type.getAnnotation(Symbol.class);
        if (symbol != null) {
            Class<?> described = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
            for (String name : symbol.value()) {
                symbols.computeIfAbsent(name, each -> new TreeSet<>()).add(described.getSimpleName());
            }
        }
    }

    /** A binding and a credential have one word. */
    private static String kind(Class<?> type) {
        return Step.class.isAssignableFrom(type)
                ? "step-parameter"
                : Credentials.class.isAssignableFrom(type)
                        ? "credential-parameter"
                        : MultiBinding.class.isAssignableFrom(type) ? "binding-parameter" : "parameter";
    }

    /** The word that a Jenkinsfile or a YAML uses, else the name of the class. */
    private static String name(Class<?> type) {
        if (type == WithBasetenStep.class) {
            return new WithBasetenStep.DescriptorImpl().getFunctionName();
        } else if (LISTS.containsKey(type)) {
            return LISTS.get(type);
        }
        List<Class<?>> candidates = new ArrayList<>(List.of(type.getDeclaredClasses()));
        candidates.add(type);
        return candidates.stream()
                .map(each -> each.getAnnotation(Symbol.class))
                .filter(symbol -> symbol != null)
                .map(symbol -> symbol.value()[0])
                .findFirst()
                .orElse(type.getSimpleName());
    }

    private static String text(Type type) {
        return type.getTypeName().replaceAll("\\b[a-z]\\w*\\.", "");
    }

    private void permissions(Class<?> type) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            if (field.getType() == Permission.class && Modifier.isStatic(field.getModifiers())) {
                Permission permission = (Permission) field.get(null);
                add(
                        "permission",
                        permission.group.title.toString(Locale.ENGLISH) + "/" + permission.name,
                        permission.getId() + "; in "
                                + SCOPES.keySet().stream()
                                        .filter(scope -> permission.isContainedBy(SCOPES.get(scope)))
                                        .sorted()
                                        .toList()
                                + "; implied by "
                                + (permission.impliedBy == null ? "none" : permission.impliedBy.getId()));
            }
        }
    }

    private void command(Class<? extends CLICommand> type) throws ReflectiveOperationException, IOException {
        String name = type.getDeclaredConstructor().newInstance().getName();
        add("command", name, "a command");
        for (Class<?> each = type; each != CLICommand.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                Option option = field.getAnnotation(Option.class);
                Argument argument = field.getAnnotation(Argument.class);
                if (option != null) {
                    add(
                            "option",
                            name,
                            option.name(),
                            text(field.getGenericType())
                                    + (option.aliases().length == 0 ? "" : ", also " + List.of(option.aliases()))
                                    + (option.required() ? ", required" : "")
                                    + (option.hidden() ? ", hidden" : ""));
                } else if (argument != null) {
                    add("argument", name, argument.metaVar(), argument.required() ? "required" : "optional");
                }
            }
        }
        String source = Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
        MEMBER.matcher(source).results().forEach(member -> add("json", name, member.group(1), "a member"));
    }

    /** What the commands of a block find, as {@code LoginDirectory} and {@code CurrentLogin} make it. */
    private void variables() throws Exception {
        LoginPlan plan = new LoginPlan(
                "baseten",
                "baseten",
                null,
                RemoteUrl.DEFAULT,
                new LoginCredential.Key(ApiKey.of(Fixtures.KEY)),
                "team",
                true);
        PrivateLogin files = PrivateLogin.inDirectory(List.of(plan), "/login", "/", false);
        files.set().keySet().forEach(name -> add("variable", "withBaseten", name, "is set"));
        files.unset().forEach(name -> add("variable", "withBaseten", name, "is emptied"));
        files.files().keySet().forEach(name -> add("file", "withBaseten", name, "is written"));
        PrivateLogin.inVariables(plan).set().keySet().forEach(name -> add("variable", "files: false", name, "is set"));
    }

    private void add(String kind, String... names) {
        InterfaceItem item = InterfaceItem.of(kind, names);
        if (!items.contains(item)) {
            items.add(item);
        }
    }
}
