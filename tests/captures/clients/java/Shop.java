import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.restassured.RestAssured;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.logging.HttpLoggingInterceptor;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** Java's clients, with their logs on: Shop KIND */
public class Shop {
    static final String BASE = System.getenv("BASE");
    static final String LOGIN = String.format(
        "{\"user\":\"%s\",\"password\":\"%s\"}", System.getenv("API_USER"),
        System.getenv("JSON_PASSWORD"));
    static final String BEARER = "Bearer " + System.getenv("BEARER_TOKEN");
    static final String BASIC = Credentials.basic(System.getenv("API_USER"),
        System.getenv("BASIC_PASSWORD"));

    static void apache() throws Exception {
        try (var client = HttpClients.createDefault()) {
            var login = new HttpPost(BASE + "/api/login");
            login.setEntity(new StringEntity(LOGIN,
                ContentType.APPLICATION_JSON));
            EntityUtils.consume(client.execute(login).getEntity());
            var me = new HttpGet(BASE + "/api/zipped");
            me.setHeader("Authorization", BEARER);
            EntityUtils.consume(client.execute(me).getEntity());
        }
    }

    static void apache5() throws Exception {
        try (var client =
                 org.apache.hc.client5.http.impl.classic.HttpClients
                     .createDefault()) {
            var login = new org.apache.hc.client5.http.classic.methods
                .HttpPost(BASE + "/api/login");
            login.setEntity(new org.apache.hc.core5.http.io.entity
                .StringEntity(LOGIN, org.apache.hc.core5.http.ContentType
                    .APPLICATION_JSON));
            login.setHeader("X-Api-Key", System.getenv("API_KEY"));
            client.execute(login, answer -> {
                org.apache.hc.core5.http.io.entity.EntityUtils
                    .consume(answer.getEntity());
                return null;
            });
        }
    }

    static void okhttp() throws Exception {
        var log = new HttpLoggingInterceptor(System.out::println);
        log.setLevel(HttpLoggingInterceptor.Level.BODY);
        var client = new OkHttpClient.Builder().addInterceptor(log)
            .followRedirects(false).build();
        var requests = List.of(
            new Request.Builder().url(BASE + "/api/login").post(
                RequestBody.create(LOGIN, MediaType.get("application/json")))
                .build(),
            new Request.Builder().url(BASE + "/login").post(
                new FormBody.Builder()
                    .add("user", System.getenv("API_USER"))
                    .add("password", System.getenv("FORM_PASSWORD")).build())
                .build(),
            new Request.Builder().url(BASE + "/api/me")
                .header("Authorization", BEARER).build(),
            new Request.Builder().url(BASE + "/export?token="
                + System.getenv("QUERY_TOKEN"))
                .header("Authorization", BASIC).build());
        for (var request : requests)
            client.newCall(request).execute().close();
    }

    static void restassured() {
        RestAssured.given().log().all().redirects().follow(false)
            .header("X-Api-Key", System.getenv("API_KEY"))
            .contentType("application/json").body(LOGIN)
            .when().post(BASE + "/api/login").then().log().all();
        RestAssured.given().log().all().redirects().follow(false)
            .formParam("user", System.getenv("API_USER"))
            .formParam("password", System.getenv("FORM_PASSWORD"))
            .cookie("session", System.getenv("SESSION_COOKIE"))
            .when().post(BASE + "/login").then().log().all();
        RestAssured.given().log().all().header("Authorization", BEARER)
            .queryParam("token", System.getenv("QUERY_TOKEN"))
            .when().get(BASE + "/api/me").then().log().all();
    }

    static void jdk() throws Exception {
        var client = java.net.http.HttpClient.newHttpClient();
        var request = java.net.http.HttpRequest.newBuilder(
            URI.create(BASE + "/api/login?token="
                + System.getenv("QUERY_TOKEN")))
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .header("Authorization", BEARER)
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(LOGIN,
                StandardCharsets.UTF_8)).build();
        client.send(request,
            java.net.http.HttpResponse.BodyHandlers.ofString());
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
        case "apache" -> apache();
        case "apache5" -> apache5();
        case "okhttp" -> okhttp();
        case "restassured" -> restassured();
        default -> jdk();
        }
    }
}
