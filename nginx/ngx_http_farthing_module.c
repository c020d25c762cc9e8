/*
 * Sends what nginx serves only against a receipt, checked by the code of `farthing deliver`.
 *
 * SPDX-License-Identifier: MIT
 */
#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "receipts/farthing_receipts.h"

typedef struct {
    ngx_http_complex_value_t* secret;
    ngx_http_complex_value_t* good;
    ngx_http_complex_value_t* price;
    ngx_flag_t payment_cert;
} farthing_conf_t;

/* What a request shows: one proof, none, or too many. */
typedef struct {
    ngx_uint_t count;
    ngx_flag_t by_cert; /* paymentCert: the shared secret itself, percent-encoded. */
    ngx_flag_t by_header;
    ngx_str_t text;
} farthing_proof_t;

static void* farthing_create_conf(ngx_conf_t* cf);
static char* farthing_merge_conf(ngx_conf_t* cf, void* parent, void* child);
static ngx_int_t farthing_init(ngx_conf_t* cf);

static ngx_command_t farthing_commands[] = {
    {ngx_string("farthing_secret"), NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, NGX_HTTP_LOC_CONF_OFFSET, offsetof(farthing_conf_t, secret),
     NULL},
    {ngx_string("farthing_good"), NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, NGX_HTTP_LOC_CONF_OFFSET, offsetof(farthing_conf_t, good),
     NULL},
    {ngx_string("farthing_price"), NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF | NGX_CONF_TAKE1,
     ngx_http_set_complex_value_slot, NGX_HTTP_LOC_CONF_OFFSET, offsetof(farthing_conf_t, price),
     NULL},
    {ngx_string("farthing_payment_cert"), NGX_HTTP_SRV_CONF | NGX_HTTP_LOC_CONF | NGX_CONF_FLAG,
     ngx_conf_set_flag_slot, NGX_HTTP_LOC_CONF_OFFSET, offsetof(farthing_conf_t, payment_cert),
     NULL},
    ngx_null_command};

static ngx_http_module_t farthing_context = {
    NULL, farthing_init, NULL, NULL, NULL, NULL, farthing_create_conf, farthing_merge_conf};

ngx_module_t ngx_http_farthing_module = {
    NGX_MODULE_V1, &farthing_context, farthing_commands, NGX_HTTP_MODULE, NULL, NULL, NULL, NULL,
    NULL,          NULL,              NULL,              NGX_MODULE_V1_PADDING};

static void* farthing_create_conf(ngx_conf_t* cf) {
    farthing_conf_t* conf = ngx_pcalloc(cf->pool, sizeof(farthing_conf_t));
    if (conf == NULL) return NULL;
    conf->secret = NGX_CONF_UNSET_PTR;
    conf->good = NGX_CONF_UNSET_PTR;
    conf->price = NGX_CONF_UNSET_PTR;
    conf->payment_cert = NGX_CONF_UNSET;
    return conf;
}

static char* farthing_merge_conf(ngx_conf_t* cf, void* parent, void* child) {
    farthing_conf_t* before = parent;
    farthing_conf_t* conf = child;
    (void)cf;
    ngx_conf_merge_ptr_value(conf->secret, before->secret, NULL);
    ngx_conf_merge_ptr_value(conf->good, before->good, NULL);
    ngx_conf_merge_ptr_value(conf->price, before->price, NULL);
    ngx_conf_merge_value(conf->payment_cert, before->payment_cert, 0);
    return NGX_CONF_OK;
}

static farthing_text text_of(ngx_str_t const* text) {
    farthing_text view = {(char const*)text->data, text->len};
    return view;
}

/* The value of an optional directive; empty when it is not there. */
static ngx_int_t value_of(ngx_http_request_t* r, ngx_http_complex_value_t* directive,
                          ngx_str_t* value) {
    ngx_str_null(value);
    return directive == NULL ? NGX_OK : ngx_http_complex_value(r, directive, value);
}

static void take_parameter(farthing_proof_t* proof, u_char* item, u_char* end) {
    static ngx_str_t const receipt = ngx_string("paymentReceipt");
    static ngx_str_t const cert = ngx_string("paymentCert");
    u_char* equals = ngx_strlchr(item, end, '=');
    u_char* name_end = equals == NULL ? end : equals;
    size_t size = name_end - item;
    ngx_flag_t is_receipt = size == receipt.len && ngx_memcmp(item, receipt.data, size) == 0;
    ngx_flag_t is_cert = size == cert.len && ngx_memcmp(item, cert.data, size) == 0;
    if (!is_receipt && !is_cert) return;
    proof->count++;
    proof->by_cert = is_cert;
    proof->by_header = 0;
    proof->text.data = equals == NULL ? end : equals + 1;
    proof->text.len = end - proof->text.data;
}

static void take_from_query(ngx_http_request_t* r, farthing_proof_t* proof) {
    u_char* item = r->args.data;
    u_char* end = r->args.data + r->args.len;
    while (item < end) {
        u_char* next = ngx_strlchr(item, end, '&');
        if (next == NULL) next = end;
        take_parameter(proof, item, next);
        item = next + 1;
    }
}

static void take_from_header(ngx_http_request_t* r, farthing_proof_t* proof) {
    static ngx_str_t const name = ngx_string("x-payment-certificate");
    ngx_list_part_t* part;
    for (part = &r->headers_in.headers.part; part != NULL; part = part->next) {
        ngx_table_elt_t* fields = part->elts;
        ngx_uint_t i;
        for (i = 0; i < part->nelts; i++) {
            if (fields[i].key.len != name.len ||
                ngx_memcmp(fields[i].lowcase_key, name.data, name.len) != 0)
                continue;
            proof->count++;
            proof->by_cert = 0;
            proof->by_header = 1;
            proof->text = fields[i].value;
        }
    }
}

static ngx_flag_t is_hex_digit(u_char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* False when an escape is broken, which ngx_unescape_uri() would pass over. */
static ngx_flag_t is_percent_encoded(ngx_str_t const* text) {
    size_t i;
    for (i = 0; i < text->len; i++) {
        if (text->data[i] != '%') continue;
        if (text->len - i < 3 || !is_hex_digit(text->data[i + 1]) ||
            !is_hex_digit(text->data[i + 2]))
            return 0;
    }
    return 1;
}

/* The secret itself as a proof: from the query percent-encoded, from the header as it is. */
static ngx_int_t is_secret(ngx_http_request_t* r, farthing_proof_t const* proof,
                           ngx_str_t const* secret) {
    ngx_str_t text = proof->text;
    if (proof->by_cert) {
        u_char* from = proof->text.data;
        u_char* to = ngx_pnalloc(r->pool, proof->text.len + 1);
        if (to == NULL || !is_percent_encoded(&proof->text)) return 0;
        text.data = to;
        ngx_unescape_uri(&to, &from, proof->text.len, 0);
        text.len = to - text.data;
    }
    return farthing_secret_equals(text_of(&text), text_of(secret));
}

static ngx_flag_t is_paid(ngx_http_request_t* r, farthing_conf_t const* conf,
                          farthing_proof_t const* proof, ngx_str_t const* secret) {
    if (proof->count != 1) return 0;
    if (conf->payment_cert && (proof->by_cert || proof->by_header) && is_secret(r, proof, secret))
        return 1;
    if (proof->by_cert) return 0;
    return farthing_receipt_verify(text_of(&proof->text), text_of(secret), ngx_time()) ==
           FARTHING_RECEIPT_VALID;
}

/* The field of this name that the answer has already, as after an internal redirection. */
static ngx_table_elt_t* find_field(ngx_http_request_t* r, char const* name) {
    size_t const size = ngx_strlen(name);
    ngx_list_part_t* part;
    for (part = &r->headers_out.headers.part; part != NULL; part = part->next) {
        ngx_table_elt_t* fields = part->elts;
        ngx_uint_t i;
        for (i = 0; i < part->nelts; i++)
            if (fields[i].hash != 0 && fields[i].key.len == size &&
                ngx_strncasecmp(fields[i].key.data, (u_char*)name, size) == 0)
                return &fields[i];
    }
    return NULL;
}

/* Cache-Control is deliberately not linked into headers_out.cache_control: `expires` would put its
 * own in the place of ours, and a shared cache would give away what one reader has paid for. */
static ngx_int_t set_field(ngx_http_request_t* r, char const* name, ngx_str_t const* value) {
    ngx_table_elt_t* field;
    if (value->len == 0) return NGX_OK;
    field = find_field(r, name);
    if (field == NULL) field = ngx_list_push(&r->headers_out.headers);
    if (field == NULL) return NGX_ERROR;
    ngx_memzero(field, sizeof(ngx_table_elt_t));
    field->hash = 1;
    field->key.data = (u_char*)name;
    field->key.len = ngx_strlen(name);
    field->value = *value;
    return NGX_OK;
}

static ngx_int_t set_text(ngx_http_request_t* r, char const* name, char const* text) {
    ngx_str_t value;
    value.data = (u_char*)text;
    value.len = ngx_strlen(text);
    return set_field(r, name, &value);
}

/* X-Payment-Amount-SatoshiPay is of May 2016, when prices were satoshis: 6,250 stroops, rounded up. */
static ngx_int_t set_satoshis(ngx_http_request_t* r, ngx_str_t const* stroops) {
    ngx_str_t text;
    off_t const price = ngx_atoof(stroops->data, stroops->len);
    if (price == NGX_ERROR) return NGX_OK;
    text.data = ngx_pnalloc(r->pool, NGX_OFF_T_LEN);
    if (text.data == NULL) return NGX_ERROR;
    text.len = ngx_sprintf(text.data, "%O", price / 6250 + (price % 6250 > 0)) - text.data;
    return set_field(r, "X-Payment-Amount-SatoshiPay", &text);
}

/* Every answer may be read by any page, and says nothing of the receipt to the next site. */
static ngx_int_t set_common_fields(ngx_http_request_t* r) {
    if (set_text(r, "Access-Control-Allow-Origin", "*") != NGX_OK ||
        set_text(r, "Access-Control-Expose-Headers",
                 "*, ETag, Content-Range, Accept-Ranges, X-Payment-Price") != NGX_OK ||
        set_text(r, "Referrer-Policy", "no-referrer") != NGX_OK)
        return NGX_ERROR;
    return set_text(r, "X-Content-Type-Options", "nosniff");
}

/* Both generations of payment headers. nginx adds a page of its own, or what error_page says. */
static ngx_int_t refuse(ngx_http_request_t* r, farthing_conf_t const* conf) {
    ngx_str_t good, price;
    if (value_of(r, conf->good, &good) != NGX_OK || value_of(r, conf->price, &price) != NGX_OK ||
        set_common_fields(r) != NGX_OK ||
        set_text(r, "X-Payment-Types-Accepted", "SatoshiPay") != NGX_OK ||
        set_field(r, "X-Payment-Price", &price) != NGX_OK ||
        set_field(r, "X-Payment-Identifier", &good) != NGX_OK ||
        set_satoshis(r, &price) != NGX_OK ||
        set_field(r, "X-Payment-ID-SatoshiPay", &good) != NGX_OK ||
        set_text(r, "Cache-Control", "no-store") != NGX_OK)
        return NGX_ERROR;
    return 402;
}

/* Whether the file's name stands for sound or film in the types of this location. What the answer
 * says of its type is left as it is: it is the business of whoever sends the file. */
static ngx_flag_t is_media(ngx_http_request_t* r) {
    ngx_http_headers_out_t const before = r->headers_out;
    ngx_str_t type = ngx_null_string;
    r->headers_out.content_type.len = 0;
    if (ngx_http_set_content_type(r) == NGX_OK) type = r->headers_out.content_type;
    r->headers_out = before;
    return type.len >= 6 && (ngx_strncmp(type.data, "audio/", 6) == 0 ||
                             ngx_strncmp(type.data, "video/", 6) == 0);
}

static ngx_int_t answer_preflight(ngx_http_request_t* r) {
    if (set_text(r, "Access-Control-Allow-Origin", "*") != NGX_OK ||
        set_text(r, "Access-Control-Allow-Methods", "GET, HEAD") != NGX_OK ||
        set_text(r, "Access-Control-Allow-Headers",
                 "X-Payment-Certificate, Range, If-None-Match") != NGX_OK ||
        set_text(r, "Access-Control-Max-Age", "86400") != NGX_OK)
        return NGX_ERROR;
    return NGX_HTTP_NO_CONTENT;
}

static ngx_int_t farthing_access(ngx_http_request_t* r) {
    farthing_conf_t const* conf = ngx_http_get_module_loc_conf(r, ngx_http_farthing_module);
    farthing_proof_t proof = {0, 0, 0, ngx_null_string};
    ngx_str_t secret;
    if (conf->secret == NULL) return NGX_DECLINED;
    if (r->method == NGX_HTTP_OPTIONS) return answer_preflight(r);
    if (value_of(r, conf->secret, &secret) != NGX_OK) return NGX_ERROR;
    /* Nobody can have paid for what has no secret. */
    if (secret.len == 0) return NGX_HTTP_NOT_FOUND;

    take_from_query(r, &proof);
    take_from_header(r, &proof);
    if (proof.count > 1) return NGX_HTTP_BAD_REQUEST;
    if (!is_paid(r, conf, &proof, &secret)) return refuse(r, conf);
    /* A player asks for the same bytes again and again. */
    if (set_common_fields(r) != NGX_OK ||
        set_text(r, "Cache-Control", is_media(r) ? "private" : "private, no-store") != NGX_OK)
        return NGX_ERROR;
    return NGX_DECLINED;
}

static ngx_int_t farthing_init(ngx_conf_t* cf) {
    ngx_http_core_main_conf_t* main = ngx_http_conf_get_module_main_conf(cf, ngx_http_core_module);
    ngx_http_handler_pt* handler =
        ngx_array_push(&main->phases[NGX_HTTP_ACCESS_PHASE].handlers);
    if (handler == NULL) return NGX_ERROR;
    *handler = farthing_access;
    return NGX_OK;
}
