package io.jenkins.plugins.baseten.pages;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.pages.KeysAccessTest.Caller.ADMINISTRATOR;
import static io.jenkins.plugins.baseten.pages.KeysAccessTest.Caller.FOLDER_ROTATOR;
import static io.jenkins.plugins.baseten.pages.KeysAccessTest.Caller.ROOT_ROTATOR;
import static io.jenkins.plugins.baseten.pages.KeysAccessTest.Caller.ROTATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Item;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may see and press what on the pages with the keys. */
@WithJenkins
public class KeysAccessTest {
    /** The web methods that are asked for here, by class and name. */
    public static final Set<String> METHODS = Set.of(
            KeyTable.class.getName() + "#doProgress",
            KeyPage.class.getName() + "#doProgress",
            KeyPage.class.getName() + "#doPlan",
            KeyPage.class.getName() + "#doRotate",
            KeyPage.class.getName() + "#doResume",
            KeyPage.class.getName() + "#doAbort");

    /** All may read the controller and all items, but for the last but one. */
    enum Caller {
        ANONYMOUS,
        READER,
        MANAGER,
        ROOT_ROTATOR,
        FOLDER_ROTATOR,
        ROTATOR,
        /** May rotate in the folder, and know that it is there, and not see it. */
        BLIND_ROTATOR,
        ADMINISTRATOR;

        String user() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int OK = 200;
    private static final int REFUSED = 400;
    private static final int NOT_FOUND = 404;
    private static final String CONTROLLER = "manage/baseten-keys/";
    private static final String FOLDER = "job/deploy/baseten-keys/";
    private static final Set<Caller> OF_CONTROLLER = EnumSet.of(ROOT_ROTATOR, ROTATOR, ADMINISTRATOR);
    private static final Set<Caller> OF_FOLDER = EnumSet.of(FOLDER_ROTATOR, ROTATOR, ADMINISTRATOR);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static JenkinsRule r;

    /**
     * An address, and who may ask for it.
     *
     * @param sign what an answer holds for those who may
     */
    record Probe(String method, String path, Set<Caller> permitted, int status, String sign) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Probe> probes() {
        return Stream.of(CONTROLLER, "baseten-keys/", FOLDER).flatMap(place -> {
            boolean folder = place.equals(FOLDER);
            Set<Caller> permitted = folder ? OF_FOLDER : OF_CONTROLLER;
            String id = folder ? "folder-key" : "team-key";
            String key = place + "key/" + id + "/";
            String refusal = "There is no rotation policy for the credential " + (folder ? "deploy/" : "") + id;
            String none = "no rotation of the credential " + (folder ? "deploy/" : "") + id + " is unfinished";
            return Stream.of(
                    get(place, permitted, id),
                    get(place + "part", permitted, id),
                    get(place + "progress", permitted, "revision"),
                    get(key, permitted, "aBcD1234"),
                    get(key + "part", permitted, "aBcD1234"),
                    get(key + "progress", permitted, "No policy"),
                    post(key + "plan", permitted, refusal.substring(1)),
                    post(key + "rotate", permitted, refusal.substring(1)),
                    post(key + "resume", permitted, none),
                    post(key + "abort", permitted, none));
        });
    }

    private static Probe get(String path, Set<Caller> permitted, String sign) {
        return new Probe("GET", path, permitted, OK, sign);
    }

    private static Probe post(String path, Set<Caller> permitted, String sign) {
        return new Probe("POST", path, permitted, REFUSED, sign);
    }

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
        Folder folder = r.jenkins.createProject(Folder.class, "deploy");
        storeOf(folder).addCredentials(Domain.global(), credential("folder-key", KEY, null));
        storeOf(r.jenkins.createProject(Folder.class, "other"))
                .addCredentials(Domain.global(), credential("other-key", OTHER_KEY, null));
        r.jenkins.createProject(Folder.class, "empty");
        r.jenkins.setCrumbIssuer(null);
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to(Stream.of(Caller.values())
                        .filter(caller -> caller != Caller.ANONYMOUS && caller != Caller.BLIND_ROTATOR)
                        .map(Caller::user)
                        .toArray(String[]::new))
                .grant(Jenkins.MANAGE, Jenkins.SYSTEM_READ)
                .everywhere()
                .to(Caller.MANAGER.user())
                .grant(RotationPermissions.ROTATE)
                .onRoot()
                .to(ROOT_ROTATOR.user())
                .grant(RotationPermissions.ROTATE)
                .onItems(folder)
                .to(FOLDER_ROTATOR.user())
                .grant(RotationPermissions.ROTATE, Item.DISCOVER)
                .onItems(folder)
                .to(Caller.BLIND_ROTATOR.user())
                .grant(RotationPermissions.ROTATE)
                .everywhere()
                .to(ROTATOR.user())
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(ADMINISTRATOR.user()));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @ParameterizedTest
    @MethodSource("probes")
    void whoMayNotRotateIsToldNothing(Probe probe) throws Exception {
        for (Caller caller : Caller.values()) {
            HttpResponse<String> answer = send(caller, probe.method(), probe.path());
            String what = caller + ": " + answer.body();
            if (probe.permitted().contains(caller)) {
                assertThat(answer.statusCode()).as(what).isEqualTo(probe.status());
                assertThat(answer.body()).containsIgnoringCase(probe.sign());
            } else {
                assertThat(answer.statusCode()).as(what).isIn(401, 403, NOT_FOUND);
                assertThat(answer.body()).doesNotContain("aBcD1234", "revision");
            }
            assertThat(answer.body()).doesNotContain(KEY.substring(9));
        }
    }

    @Test
    void getChangesNothing() throws Exception {
        for (String name : List.of("plan", "rotate", "resume", "abort")) {
            assertThat(send(ADMINISTRATOR, "GET", CONTROLLER + "key/team-key/" + name)
                            .statusCode())
                    .isEqualTo(NOT_FOUND);
        }
        assertThat(Rotations.get().status(new KeyId("", "team-key"))).isEmpty();
        assertThat(Rotations.get().history(new KeyId("", "team-key"))).isEmpty();
    }

    @Test
    void whatOnlyReadsTakesNoPost() throws Exception {
        for (String path : List.of("progress", "key/team-key/progress")) {
            assertThat(send(ADMINISTRATOR, "POST", CONTROLLER + path).statusCode())
                    .isEqualTo(NOT_FOUND);
        }
    }

    @Test
    void aKeyIsFoundInItsOwnPlaceAlone() throws Exception {
        for (String path : List.of(CONTROLLER + "key/folder-key/", FOLDER + "key/team-key/", FOLDER + "key/~!/")) {
            assertThat(send(ADMINISTRATOR, "GET", path).statusCode()).isEqualTo(NOT_FOUND);
        }
    }

    @Test
    void theTableHasTheStoresInWhichTheReaderMayRotate() throws Exception {
        String team = "data-key=\"team-key\"";
        String folder = "data-key=\"deploy/folder-key\"";
        String other = "data-key=\"other/other-key\"";
        assertThat(rows(ROOT_ROTATOR)).contains(team).doesNotContain(folder, other);
        assertThat(rows(ROTATOR)).contains(team, folder, other);
        assertThat(page(ROTATOR, FOLDER + "part")).contains(folder).doesNotContain(team, other);
    }

    @Test
    void aTwinIsNamedToThoseAloneWhoMayRotateItToo() throws Exception {
        assertThat(rows(ROOT_ROTATOR)).contains("It holds the same key as 1 in other stores");
        assertThat(rows(ROTATOR)).contains("It holds the same key as deploy/folder-key");
    }

    @Test
    void theLinksAreShownToThoseWhoCanFollowThem() throws Exception {
        assertThat(page(ADMINISTRATOR, "manage/")).contains("manage/baseten-keys");
        assertThat(page(Caller.MANAGER, "manage/")).doesNotContain("baseten-keys");
        assertThat(page(ROOT_ROTATOR, "")).contains("manage/baseten-keys");
        assertThat(page(Caller.READER, "")).doesNotContain("baseten-keys");
        assertThat(page(ADMINISTRATOR, "")).doesNotContain("manage/baseten-keys");
        assertThat(page(FOLDER_ROTATOR, "job/deploy/")).contains("job/deploy/baseten-keys");
        assertThat(page(FOLDER_ROTATOR, "job/other/")).doesNotContain("baseten-keys");
        assertThat(page(ROTATOR, "job/empty/")).doesNotContain("job/empty/baseten-keys");
        assertThat(page(Caller.READER, "job/deploy/")).doesNotContain("baseten-keys");
    }

    /** As docs/rotation/jenkins.md tells: in the menu of the header, not in the header itself. */
    @Test
    void theLinkOfTheHeaderIsUnderMoreActions() throws Exception {
        String page = page(ROOT_ROTATOR, "");
        int menu = page.indexOf("id=\"header-more-actions\"");
        assertThat(menu).isPositive();
        assertThat(page.indexOf("manage/baseten-keys")).isGreaterThan(menu);
        assertThat(page.substring(page.lastIndexOf("<button", menu), menu)).contains("More actions");
    }

    private static String rows(Caller caller) throws Exception {
        return page(caller, CONTROLLER + "part");
    }

    private static String page(Caller caller, String path) throws Exception {
        HttpResponse<String> answer = send(caller, "GET", path);
        assertThat(answer.statusCode()).isEqualTo(OK);
        return answer.body();
    }

    private static HttpResponse<String> send(Caller caller, String method, String path) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(r.getURL().toURI().resolve(path)).method(method, BodyPublishers.noBody());
        if (caller != Caller.ANONYMOUS) {
            String login = caller.user() + ":" + caller.user();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
