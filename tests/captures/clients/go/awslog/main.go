// Awslog makes the AWS SDK log what it sends and gets.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
)

func main() {
	caller := func(id, secret, token string) *sts.Client {
		return sts.New(sts.Options{
			Region:       "eu-central-1",
			BaseEndpoint: aws.String(os.Getenv("BASE")),
			Credentials: credentials.NewStaticCredentialsProvider(
				id, secret, token),
			Logger: logging.NewStandardLogger(os.Stdout),
			ClientLogMode: aws.LogRequestWithBody |
				aws.LogResponseWithBody | aws.LogSigning,
		})
	}
	given, err := caller(os.Getenv("CLIENT_ACCESS_KEY_ID"),
		os.Getenv("CLIENT_SECRET_KEY"), "").AssumeRole(
		context.Background(), &sts.AssumeRoleInput{
			RoleArn:         aws.String("arn:aws:iam::123456789012:role/shop"),
			RoleSessionName: aws.String("shop")})
	if err != nil {
		panic(err)
	}
	c := given.Credentials
	_, err = caller(*c.AccessKeyId, *c.SecretAccessKey,
		*c.SessionToken).GetCallerIdentity(context.Background(),
		&sts.GetCallerIdentityInput{})
	if err != nil {
		panic(err)
	}
}
